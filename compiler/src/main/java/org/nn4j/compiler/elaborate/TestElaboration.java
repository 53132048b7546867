package org.nn4j.compiler.elaborate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.program.TestProgram;
import org.nn4j.compiler.syntax.Decl;

/** Makes a {@link TestProgram} of a test: its body is walked once, and layers in it serve unless it says otherwise. */
final class TestElaboration {

    private TestElaboration() {}

    /** Answers null if there were errors. */
    static @Nullable TestProgram of(
            Diagnostics diagnostics, Effort effort, Module module, List<Decl.Model> models, Decl.Test test) {
        int before = diagnostics.errorCount();
        Registry registry = new Registry();
        Walk walk = new Walk(Walk.Mode.TESTING, registry, new GraphBuilder("test"));
        Scope around = new Scope(module.scope());
        TestFunctions.define(around);
        for (Decl.Model m : models) {
            around.bind(m.name().name(), new LayerType(ModelAsLayer.of(m), module.scope()));
        }
        Scope scope = new Scope(around);
        Interpreter in = new Interpreter(new Reporter(diagnostics, effort), walk, scope);
        TestBody body = new TestBody(in, scope);
        try {
            body.run(test.body());
            if (body.checks().isEmpty() && diagnostics.errorCount() == before) {
                throw in.report.error(
                        Code.NO_RESULT, "the test checks nothing", test.name().span(), "end it with `check …`");
            }
        } catch (Abort a) {
            return null;
        }
        if (diagnostics.errorCount() > before) {
            return null;
        }
        return new TestProgram(
                test.name().value(),
                test.name().span(),
                body.seed(),
                registry.initialGraph(),
                walk.build(body.outputs()),
                body.checks());
    }
}
