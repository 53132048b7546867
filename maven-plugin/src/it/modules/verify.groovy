def builds = new File(basedir, "build.log").text.split("Scanning for projects")
assert builds.size() == 3
assert builds[1].count("Compiling acme/") == 2 && builds[1].count("Compiling com/example/") == 2
def jar = new java.util.jar.JarFile(new File(basedir, "layers/target/layers-1.jar"))
assert jar.getEntry("META-INF/nn/acme/layers.nn") != null
jar.close()
assert new File(basedir, "app/target/classes/META-INF/nn/com.example.Scaled/model.onnx").file

// A module changed that another one imports: what depends on it is compiled, and nothing else.
assert builds[2].contains("Compiling acme/base.nn") && builds[2].contains("Compiling acme/layers.nn")
assert builds[2].contains("Compiling com/example/scaled.nn")
assert !builds[2].contains("Compiling com/example/plain.nn")
return true
