def builds = new File(basedir, "build.log").text.split("Building trained 1")
assert builds.size() == 3
assert builds[1].contains("Trained com.example.Xor: 200 epochs") && builds[1].contains("accuracy 1.000")
assert builds[1].contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0")
def folder = new File(basedir, "target/classes/META-INF/nn/com.example.Xor")
assert new String(new File(folder, "model.safetensors").bytes, "ISO-8859-1").contains('"ended":"completed"')
// The weights stay, as the program means the same.
assert builds[2].contains("Compiling com/example/xor.nn") && builds[2].contains("is trained already")
return true
