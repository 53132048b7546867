package org.nn4j.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.summary.Summary;

/** A summary for programs. */
final class SummaryJson {

    private SummaryJson() {}

    static Map<String, Object> of(Summary s) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("model", s.name());
        Map<String, Object> inputs = new LinkedHashMap<>();
        s.inputs().forEach(i -> inputs.put(i.name(), i.type().toString()));
        line.put("inputs", inputs);
        Map<String, Object> outputs = new LinkedHashMap<>();
        s.outputs().forEach(o -> outputs.put(o.name(), o.type().toString()));
        line.put("outputs", outputs);
        line.put("parameters", s.model().parameters());
        line.put("not_trained", s.notTrained());
        line.put("multiply_adds", number(s.model().multiplyAdds()));
        line.put("sizes", s.sizes());
        line.put("batch", s.batch());
        line.put("layers", s.model().inner().stream().map(SummaryJson::row).toList());
        line.put("memory", memory(s));
        return line;
    }

    private static Map<String, Object> row(Summary.Row r) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("name", r.name());
        m.put("kind", r.kind());
        m.put("output", r.outputs().stream().map(TensorType::toString).toList());
        m.put("parameters", r.parameters());
        m.put("multiply_adds", number(r.multiplyAdds()));
        m.put("layers", r.inner().stream().map(SummaryJson::row).toList());
        return m;
    }

    /** A number, or an expression where a size is not known. */
    private static Object number(Dim d) {
        return d.isKnown() ? (Object) d.value() : d.toString();
    }

    private static Map<String, Object> memory(Summary s) {
        Map<String, Object> memory = new LinkedHashMap<>();
        Summary.Training t = s.training();
        if (t != null) {
            Map<String, Object> m = new LinkedHashMap<>();
            m.put("weights", t.weights());
            m.put("gradients", t.gradients());
            m.put("moments", t.momentBytes());
            m.put("activations", t.activations());
            m.put("total", t.total());
            memory.put("training", m);
        }
        Summary.Inference i = s.inference();
        if (i != null) {
            Map<String, Object> m = new LinkedHashMap<>();
            m.put("weights", i.weights());
            m.put("activations", i.activations());
            m.put("total", i.total());
            memory.put("inference", m);
        }
        memory.put("unknown", List.copyOf(s.unknown()));
        return memory;
    }
}
