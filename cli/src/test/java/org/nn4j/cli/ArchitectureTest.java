package org.nn4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds between the packages of all modules. It stands here because the command sees every module. */
final class ArchitectureTest {

    private static final String GRAMMAR = "org.nn4j.grammar";
    private static final String PROTO = "org.nn4j.compiler.onnx.proto";

    private static JavaClasses everything;
    private static JavaClasses written;

    @BeforeAll
    static void readClasses() {
        everything = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.nn4j");
        written = everything.that(DescribedPredicate.describe("written by hand", c -> !isGenerated(c)));
    }

    private static boolean isGenerated(JavaClass c) {
        return isGenerated(c.getPackageName());
    }

    private static boolean isGenerated(String packageName) {
        return packageName.equals(GRAMMAR) || packageName.equals(PROTO);
    }

    private static void holds(ArchRule rule) {
        rule.check(written);
    }

    @Test
    void allModulesAreSeen() {
        for (var module : List.of(
                GRAMMAR,
                "org.nn4j.compiler",
                PROTO,
                "org.nn4j.runtime",
                "org.nn4j.images",
                "org.nn4j.codegen",
                "org.nn4j.build",
                "org.nn4j.cli")) {
            assertFalse(everything.getPackage(module).getClassesInPackageTree().isEmpty(), module);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        holds(slices().matching("org.nn4j.(**)").should().beFreeOfCycles());
    }

    @Test
    void runtimeKnowsNoCompiler() {
        holds(noClasses()
                .that()
                .resideInAnyPackage("org.nn4j.runtime..", "org.nn4j.images..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.nn4j.compiler..",
                        "org.nn4j.grammar..",
                        "org.nn4j.codegen..",
                        "org.nn4j.build..",
                        "org.nn4j.cli.."));
    }

    @Test
    void classesAreGeneratedFromModelFoldersAlone() {
        holds(noClasses()
                .that()
                .resideInAPackage("org.nn4j.codegen..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nn4j.compiler..", "org.nn4j.build..", "org.nn4j.cli..", "ai.onnxruntime.."));
    }

    @Test
    void javaPoetStaysInTheGenerator() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("org.nn4j.codegen..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.palantir.javapoet..", "com.squareup.javapoet.."));
    }

    @Test
    void aBuildKnowsNoCommand() {
        holds(noClasses()
                .that()
                .resideInAPackage("org.nn4j.build..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nn4j.cli..", "ai.onnxruntime..", "org.apache.maven.."));
    }

    @Test
    void compilerKnowsNeitherRuntimeNorCommand() {
        holds(noClasses()
                .that()
                .resideInAPackage("org.nn4j.compiler..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.nn4j.runtime..",
                        "org.nn4j.images..",
                        "org.nn4j.codegen..",
                        "org.nn4j.build..",
                        "org.nn4j.cli..",
                        "ai.onnxruntime..",
                        "ai.djl.."));
    }

    @Test
    void protobufStaysInTheOnnxWriter() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("org.nn4j.compiler.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", PROTO));
    }

    @Test
    void antlrStaysInTheSyntax() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("org.nn4j.compiler.syntax..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.antlr..", GRAMMAR));
    }

    @Test
    void namesSayWhatAClassIs() {
        holds(noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)(\\$.*)?"));
    }

    @Test
    void onlyTheCommandPrints() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("org.nn4j.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    @Test
    void everyPackageIsNullMarked() {
        var unmarked = everything.getPackage("org.nn4j").getSubpackagesInTree().stream()
                .filter(p -> !p.getClasses().isEmpty())
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .filter(name -> !isGenerated(name))
                .toList();
        assertEquals(List.of(), unmarked);
    }
}
