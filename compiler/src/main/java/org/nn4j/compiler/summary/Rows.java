package org.nn4j.compiler.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.Node;
import org.nn4j.compiler.ir.Region;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.program.Program;

/** Puts together the tree of a model's layers: nodes tell by their origins which layer they are of. */
final class Rows {

    private static final List<String> ROOT = List.of();

    /** A layer at its place, and what is of itself and not of a layer inside it. */
    private static final class Place {
        private final Program.Layer layer;
        private final List<Place> inner = new ArrayList<>();
        private long parameters;
        private Dim multiplyAdds = Dim.of(0);

        Place(Program.Layer layer) {
            this.layer = layer;
        }
    }

    private final Bindings bindings;
    private final Place model;
    private final Map<List<String>, Place> places = new HashMap<>();

    /** @param bindings also of the rows for which multiply-adds are counted */
    Rows(Program program, Bindings bindings) {
        this.bindings = bindings;
        List<TensorType> outputs =
                program.outputs().stream().map(Program.Output::type).toList();
        this.model = new Place(new Program.Layer(ROOT, program.name(), false, outputs));
        places.put(ROOT, model);
        for (Program.Layer l : program.layers()) {
            Place p = new Place(l);
            places.put(l.path(), p);
            around(l.path()).inner.add(p);
        }
        program.parameters()
                .forEach(p -> owner(program, p.path()).parameters +=
                        p.type().shape().elements().value());
        count(program.inference(), Dim.of(1));
    }

    Summary.Row model() {
        return row(model, ROOT);
    }

    /** The innermost known place around this one. */
    private Place around(List<String> path) {
        return at(path.subList(0, path.size() - 1));
    }

    private Place at(List<String> path) {
        Place p = places.get(path);
        return p != null ? p : around(path);
    }

    /** The first place of the layer in whose body a parameter is declared. */
    private Place owner(Program program, String parameter) {
        Place owner = model;
        int longest = -1;
        for (Program.Layer l : program.layers()) {
            String instance = last(l.path());
            if (instance.length() > longest && parameter.startsWith(instance + ".")) {
                longest = instance.length();
                owner = Objects.requireNonNull(places.get(l.path()));
            }
        }
        return owner;
    }

    private void count(Graph graph, Dim times) {
        for (Node n : graph.nodes()) {
            Place p = at(n.origin().path());
            p.multiplyAdds = p.multiplyAdds.plus(bindings.in(MultiplyAdds.of(n)).times(times));
            Dim turns = n.op() == ScanOps.SCAN ? bindings.in(n.attributes().dim("length")) : Dim.of(1);
            for (Region r : n.regions()) {
                count(r.body(), times.times(turns));
            }
        }
    }

    private Summary.Row row(Place p, List<String> around) {
        List<Summary.Row> inner = new ArrayList<>();
        p.inner.forEach(i -> inner.add(row(i, p.layer.path())));
        boolean hasOwn = p.parameters > 0 || !p.multiplyAdds.is(0);
        if (!inner.isEmpty() && hasOwn) {
            inner.add(new Summary.Row("", "", p.layer.library(), List.of(), p.parameters, p.multiplyAdds, List.of()));
        }
        return new Summary.Row(
                p.layer.path().isEmpty() ? "" : name(last(p.layer.path()), around),
                p.layer.kind(),
                p.layer.library(),
                p.layer.outputs(),
                inner.isEmpty()
                        ? p.parameters
                        : inner.stream().mapToLong(Summary.Row::parameters).sum(),
                inner.isEmpty()
                        ? p.multiplyAdds
                        : inner.stream().map(Summary.Row::multiplyAdds).reduce(Dim.of(0), Dim::plus),
                inner);
    }

    private static String name(String path, List<String> around) {
        String prefix = around.isEmpty() ? "" : last(around) + ".";
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }

    private static String last(List<String> path) {
        return path.get(path.size() - 1);
    }
}
