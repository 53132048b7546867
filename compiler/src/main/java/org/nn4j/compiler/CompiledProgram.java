package org.nn4j.compiler;

import java.util.List;
import java.util.Map;
import org.nn4j.compiler.diagnostic.Diagnostic;

/**
 * A compiled file.
 *
 * @param models in the order of the file; none where it is a library
 * @param modules the texts of all modules that it imports, directly or not, by name; the standard library's are not
 *     among them
 * @param warnings what is doubtful in the source
 */
public record CompiledProgram(List<CompiledModel> models, Map<String, String> modules, List<Diagnostic> warnings) {

    public CompiledProgram {
        models = List.copyOf(models);
        modules = Map.copyOf(modules);
        warnings = List.copyOf(warnings);
    }
}
