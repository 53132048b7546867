package org.nn4j.compiler.dsl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nn4j.compiler.dsl.Nn.arg;
import static org.nn4j.compiler.dsl.Nn.call;
import static org.nn4j.compiler.dsl.Nn.f32;
import static org.nn4j.compiler.dsl.Nn.name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.CompiledModel;
import org.nn4j.compiler.NnCompiler;

/** docs/dsl.md shows the model below, and the text that it prints. */
class DslPageTest {
    private static final Path PAGE = Path.of("../docs/dsl.md");
    private static final Path HERE = Path.of("src/test/java/org/nn4j/compiler/dsl/DslPageTest.java");

    private static NnModel mlp() {
        // begin
        NnModel mlp = Nn.model("Mlp")
                .input("x", f32("B", 8))
                .let("h", name("x").pipe(call("Standardize"), call("Dense", 32, name("relu"))))
                .let("logit", name("h").pipe(call("Dense", 1), call("squeeze", -1)))
                .output("p", f32("B"), call("sigmoid", name("logit")))
                .train(t -> t.data(call("csv", "data.csv", arg("validation", 0.2)))
                        .feed("x", call("columns", arg("except", "ill")))
                        .target("ill", f32("B"), call("category", "ill", List.of("no", "yes")))
                        .loss(call("binary_cross_entropy", name("logit"), name("ill")))
                        .optimizer(call("Adam", arg("lr", 1e-3)))
                        .run(arg("epochs", 30), arg("batch", 32)));
        // end
        return mlp;
    }

    private static String dense(String code) {
        return code.replaceAll("\\s", "");
    }

    @Test
    void thePageShowsThisModel() throws IOException {
        String code = Files.readString(HERE);
        String example = code.substring(code.indexOf("// begin\n") + 9, code.indexOf("// end\n"));
        assertTrue(dense(Files.readString(PAGE)).contains(dense("```java\n" + example + "\n```")));
    }

    @Test
    void thePageShowsItsText() throws IOException {
        String page = Files.readString(PAGE);
        String text = page.substring(page.indexOf("```nn\n") + 6);
        assertEquals(text.substring(0, text.indexOf("```\n")), mlp().toString());
    }

    @Test
    void itCompiles() {
        CompiledModel compiled = mlp().compile(NnCompiler.Options.DEFAULT);
        assertEquals("Mlp", compiled.name());
        assertFalse(compiled.files().isEmpty());
    }
}
