package org.nn4j.compiler.elaborate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.nn4j.compiler.diagnostic.*;
import org.nn4j.compiler.ir.*;
import org.nn4j.compiler.program.*;
import org.nn4j.compiler.source.SourceFile;

public class TryIt {
    public static void main(String[] a) throws Exception {
        for (String f : a) {
            long t = System.nanoTime();
            Diagnostics d = new Diagnostics();
            Elaborate e = new Elaborate(new SourceFile(f, Files.readString(Path.of(f))), x -> null, d);
            e.checkLibrary();
            e.checkDeclarations();
            Program p = e.elaborate(null, null, Map.of());
            System.out.println(DiagnosticPrinter.plain().print(d.sorted(), d.omitted()));
            if (p != null && a.length == 1) {
                System.out.println(GraphPrinter.print(p.initial()));
                System.out.println(GraphPrinter.print(p.inference()));
                if (p.recipe() != null) {
                    System.out.println(GraphPrinter.print(p.recipe().training()));
                    System.out.println(GraphPrinter.print(p.recipe().values()));
                    System.out.println(GraphPrinter.print(p.recipe().fittedValues()));
                    System.out.println(p.recipe().settings() + " flat="
                            + !p.recipe().optimizer().needsTensors() + p.fitted());
                }
            }
            System.out.println(f + " " + (System.nanoTime() - t) / 1000000 + " ms");
        }
    }
}
