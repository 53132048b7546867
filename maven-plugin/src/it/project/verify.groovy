def log = new File(basedir, "build.log").text.readLines()
def builds = log.join("\n").split("Building project 1")
assert builds.size() == 5

// A new project.
def nn = new File(basedir, "target/classes/META-INF/nn")
assert builds[1].count("Compiling com/example/") == 3
assert new File(nn, "com.example.Net/model.onnx").file
assert new File(nn, "com.example.Net/model.safetensors").file
def metadata = new String(new File(nn, "com.example.Net/model.onnx").bytes, "ISO-8859-1").replaceAll(/\s/, "")
assert metadata.contains('"name":"y","dtype":"f32","shape":["B",1]')
assert new File(basedir, "target/test-classes/META-INF/nn/com/example/twice.nn").file
assert builds[1].contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0, Time elapsed")
assert builds[1].contains("in com.example.twice")
assert builds[1].contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0")
def report = new File(basedir, "target/surefire-reports/TEST-com.example.layers.nn.xml")
def suite = new groovy.xml.XmlSlurper().parse(report)
assert suite.@tests == "1" && suite.testcase.@name == "Shift adds one at first"

// The same once more.
assert builds[2].contains("Nothing to compile")
assert !builds[2].contains("Compiling com/example/")

// A mistake.
assert builds[3] =~ /ERROR.*net\.nn \[5:\d+\]: NN\d{4}/
assert builds[3] =~ /error\[NN\d{4}\]/
assert builds[3].contains("--> " + new File(basedir, "src/main/nn/com/example/net.nn") + ":5:")
assert new File(nn, "com/example/net.nn").text.contains("f32[B, width] =")
assert new File(nn, "com.example.Net/model.onnx").file

// A test that fails.
assert builds[4].contains("Tests run: 2, Failures: 1, Errors: 0, Skipped: 0")
assert builds[4].contains("There are test failures")
def failure = new File(basedir, "target/surefire-reports/TEST-com.example.wrong.nn.xml")
assert new groovy.xml.XmlSlurper().parse(failure).testcase.failure.text().contains("wrong.nn:4:9: check close")
return true
