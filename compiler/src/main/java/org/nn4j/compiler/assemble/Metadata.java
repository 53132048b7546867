package org.nn4j.compiler.assemble;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** What files say about themselves: everything that the runtime needs to know beside the graphs. */
final class Metadata {

    static final String FORMAT = "nn4j.format";
    static final String ID = "nn4j.id";
    private static final String VERSION = "1";
    private static final String GRAPH = "nn4j.graph";
    private static final String MODEL = "nn4j.model";
    private static final String RECIPE = "nn4j.recipe";
    private static final String SIGNATURE = "nn4j.signature";

    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private final Map<String, String> common = new TreeMap<>();

    Metadata(Program program, ParameterLayout layout, WeightsLayout weights) {
        common.put(FORMAT, VERSION);
        common.put(MODEL, json(model(program, layout, weights)));
        Recipe recipe = program.recipe();
        if (recipe != null) {
            common.put(RECIPE, json(recipe(recipe)));
        }
    }

    /** What stands in one file; without an id, which is a hash over this. */
    Map<String, String> of(FileGraph.Finished file) {
        Map<String, String> all = new TreeMap<>(common);
        all.putAll(ofGraph(file));
        return all;
    }

    /** What a file says that belongs to no model. */
    static Map<String, String> ofTest(FileGraph.Finished file) {
        Map<String, String> all = new TreeMap<>(ofGraph(file));
        all.put(FORMAT, VERSION);
        return all;
    }

    private static Map<String, String> ofGraph(FileGraph.Finished file) {
        Map<String, @Nullable Object> signature = new LinkedHashMap<>();
        signature.put("inputs", ports(file.inputs()));
        signature.put("outputs", ports(file.outputs()));
        return Map.of(GRAPH, file.kind(), SIGNATURE, json(signature));
    }

    private static List<Object> ports(List<FileGraph.Port> ports) {
        List<Object> list = new ArrayList<>();
        for (FileGraph.Port p : ports) {
            if (p.role() == Role.STORED) {
                continue;
            }
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("name", p.name());
            json.put("role", p.role().toString());
            json.putAll(new TreeMap<>(p.more()));
            list.add(json);
        }
        return list;
    }

    private static Map<String, @Nullable Object> model(Program program, ParameterLayout layout, WeightsLayout weights) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", program.name());
        json.put("doc", program.doc());
        json.put(
                "inputs",
                program.inputs().stream()
                        .map(in -> typed(in.name(), in.type(), "doc", in.doc()))
                        .toList());
        json.put(
                "outputs",
                program.outputs().stream()
                        .map(o -> {
                            Map<String, @Nullable Object> output = typed(o.name(), o.type(), "doc", o.doc());
                            output.put("predicts", o.predicts());
                            return output;
                        })
                        .toList());
        List<Long> segments = layout.segments().stream()
                .map(ParameterLayout.Segment::elements)
                .toList();
        json.put("parameters", segments.stream().mapToLong(Long::longValue).sum());
        json.put("segments", segments);
        json.put("weights", weights(weights));
        json.put("fit_passes", program.fitPasses());
        return json;
    }

    private static Map<String, @Nullable Object> weights(WeightsLayout weights) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("header", weights.header());
        json.put("order", weights.order());
        json.put(
                "tensors",
                weights.entries().stream()
                        .map(e -> {
                            Map<String, @Nullable Object> tensor = new LinkedHashMap<>();
                            tensor.put("name", e.name());
                            tensor.put("dtype", WeightsLayout.name(e.type().dtype()));
                            tensor.put("shape", dims(e.type().shape()));
                            tensor.put("begin", e.begin());
                            tensor.put("end", e.end());
                            return tensor;
                        })
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> recipe(Recipe recipe) {
        Recipe.Settings s = recipe.settings();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", recipe.name());
        json.put("data", sorted(s.data()));
        json.put("feeds", columns(s.feeds()));
        json.put("targets", columns(s.targets()));
        json.put("metrics", s.metrics().stream().map(m -> Map.of("name", m)).toList());
        Map<String, @Nullable Object> run = new LinkedHashMap<>();
        run.put("epochs", s.run().epochs());
        run.put("steps", s.run().steps());
        run.put("batch", s.run().batch());
        run.put("seed", s.run().seed());
        json.put("run", run);
        json.put("partwise", PartwiseBatch.suits(recipe));
        json.put("stop", sorted(s.stop()));
        json.put("reduce", sorted(s.reduce()));
        return json;
    }

    private static List<Map<String, @Nullable Object>> columns(List<Recipe.Column> columns) {
        return columns.stream()
                .map(c -> typed(c.name(), c.type(), "source", sorted(c.source())))
                .toList();
    }

    /** With the keys of maps in order: not every map has one, and equal programs must give equal bytes. */
    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put(String.valueOf(k), sorted(v)));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(Metadata::sorted).toList()
                : value;
    }

    private static Map<String, @Nullable Object> typed(
            String name, TensorType type, String key, @Nullable Object value) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("dtype", type.dtype().display());
        json.put("shape", dims(type.shape()));
        json.put(key, value);
        return json;
    }

    private static List<Object> dims(Shape shape) {
        List<Object> dims = new ArrayList<>();
        for (Dim d : shape.dims()) {
            dims.add(d.isKnown() ? (Object) d.value() : d.toString());
        }
        return dims;
    }

    /** In ASCII: through ONNX Runtime's Java API other characters do not come out as they went in. */
    private static String json(Object value) {
        StringBuilder ascii = new StringBuilder();
        for (char c : GSON.toJson(value).toCharArray()) {
            if (c < 0x80) {
                ascii.append(c);
            } else {
                ascii.append(String.format("\\u%04x", (int) c));
            }
        }
        return ascii.toString();
    }
}
