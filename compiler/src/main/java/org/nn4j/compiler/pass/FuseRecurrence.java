package org.nn4j.compiler.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.ir.Attributes;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Op;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.ControlOps;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.op.RecurrentOps;
import org.nn4j.compiler.op.Scan;
import org.nn4j.compiler.op.ScanOps;
import org.nn4j.compiler.pass.CellReader.Gate;

/**
 * A scan whose step is that of a simple recurrent network, of gated recurrent units or of long short-term memory → the
 * operator that ONNX has for it, which is faster and has no gradient: for inference. The equations are recognised,
 * however they are written; a scan that does more, or something else, stays.
 */
final class FuseRecurrence implements Pass {

    @Override
    public Graph apply(Graph graph) {
        return Rewrite.apply(graph, (r, n) -> n.op() == ScanOps.SCAN ? new Cell(r, new Scan(n)).replacement() : null);
    }

    /** One scan under inspection. */
    private static final class Cell {
        private final Rewrite r;
        private final Scan scan;
        private final CellReader reader;
        private final RowEnds ends;

        Cell(Rewrite r, Scan scan) {
            this.r = r;
            this.scan = scan;
            this.reader = new CellReader(r, scan);
            this.ends = new RowEnds(r, scan, reader);
        }

        @Nullable
        List<Value> replacement() {
            boolean fits = ends.fit()
                    && x().rank() == 2
                    && scan.carried().stream()
                            .allMatch(p -> p.value().rank() == 2 && p.value().dtype() == DType.F32)
                    && scan.carried().stream()
                            .allMatch(p -> p.value().shape().dim(1).isKnown());
            if (!fits) {
                return null;
            }
            if (scan.carried().size() == 2) {
                List<Value> hc = lstm(0, 1);
                return hc != null ? hc : lstm(1, 0);
            }
            if (scan.carried().size() != 1 || !yieldsOnly(next(0))) {
                return null;
            }
            List<Value> simple = simple();
            return simple != null ? simple : gru();
        }

        private Value x() {
            return scan.slices().get(ends.other()).value();
        }

        private Value carried(int i) {
            return scan.carried().get(i).value();
        }

        private Value next(int i) {
            return ends.next(i);
        }

        private boolean yieldsOnly(Value h) {
            return scan.yields().stream().allMatch(p -> ends.yielded(p.value()).equals(h));
        }

        /** Whether a form has no sources but the slice and the carried value. */
        private boolean reads(LinearForm form, Value h) {
            return Set.of(x(), h).containsAll(form.weights().keySet())
                    && form.columns().equals(h.shape().dim(1));
        }

        private @Nullable List<Value> simple() {
            Value h = carried(0);
            Gate g = reader.gate(next(0));
            return g == null || !reads(g.form(), h)
                    ? null
                    : results(
                            RecurrentOps.RNN,
                            Map.of("act", g.function()),
                            weights(List.of(g.form()), h, List.of(), 0),
                            0);
        }

        private @Nullable List<Value> lstm(int hAt, int cAt) {
            Value h = carried(hAt);
            Value c = carried(cAt);
            if (!yieldsOnly(next(hAt))) {
                return null;
            }
            List<Value> outer = reader.operands(next(hAt), Elementwise.MUL);
            List<Value> sum = reader.operands(next(cAt), Elementwise.ADD);
            if (outer.size() != 2 || sum.size() != 2) {
                return null;
            }
            int squashed = reader.function(outer.get(0)) != null
                            && reader.argument(outer.get(0)).equals(next(cAt))
                    ? 0
                    : 1;
            String out = reader.function(outer.get(squashed));
            Gate o = reader.gate(outer.get(1 - squashed));
            if (out == null
                    || o == null
                    || !reader.argument(outer.get(squashed)).equals(next(cAt))) {
                return null;
            }
            for (int kept = 0; kept < 2; kept++) {
                List<Value> keep = new ArrayList<>(reader.operands(sum.get(kept), Elementwise.MUL));
                List<Value> add = reader.operands(sum.get(1 - kept), Elementwise.MUL);
                if (!keep.remove(c) || keep.size() != 1 || add.size() != 2) {
                    continue;
                }
                Gate f = reader.gate(keep.get(0));
                for (int k = 0; k < 2; k++) {
                    Gate i = reader.gate(add.get(k));
                    Gate g = reader.gate(add.get(1 - k));
                    if (f == null || i == null || g == null) {
                        continue;
                    }
                    boolean alike =
                            i.function().equals(f.function()) && o.function().equals(f.function());
                    List<LinearForm> forms = List.of(i.form(), o.form(), f.form(), g.form());
                    if (alike && forms.stream().allMatch(form -> reads(form, h))) {
                        return results(
                                RecurrentOps.LSTM,
                                Map.of("gate", f.function(), "act", g.function(), "out", out),
                                weights(forms, h, List.of(), hAt, cAt),
                                hAt);
                    }
                }
            }
            return null;
        }

        private @Nullable List<Value> gru() {
            Value h = carried(0);
            List<Value> sum = reader.operands(next(0), Elementwise.ADD);
            if (sum.size() != 2) {
                return null;
            }
            for (int kept = 0; kept < 2; kept++) {
                List<Value> keep = new ArrayList<>(reader.operands(sum.get(kept), Elementwise.MUL));
                List<Value> add = reader.operands(sum.get(1 - kept), Elementwise.MUL);
                if (!keep.remove(h) || keep.size() != 1 || add.size() != 2) {
                    continue;
                }
                for (int k = 0; k < 2; k++) {
                    List<Value> found = gru(h, keep.get(0), add.get(k), add.get(1 - k));
                    if (found != null) {
                        return found;
                    }
                }
            }
            return null;
        }

        /** {@code h = keep * h + change * candidate}, where one of the two factors is 1 minus the other. */
        private @Nullable List<Value> gru(Value h, Value keep, Value change, Value candidate) {
            boolean direct = keep.equals(reader.complement(change));
            boolean inverse = change.equals(reader.complement(keep));
            Gate z = direct ? reader.gate(keep) : inverse ? reader.gate(change) : null;
            // 1 - sigmoid(x) is sigmoid(-x); other functions have no such law.
            if (z == null || (!direct && !z.function().equals("Sigmoid")) || !reads(z.form(), h)) {
                return null;
            }
            LinearForm update = direct ? z.form() : z.form().negated(r.b());
            String act = reader.function(candidate);
            return act == null ? null : gru(h, z.function(), update, act, reader.argument(candidate));
        }

        private @Nullable List<Value> gru(Value h, String gate, LinearForm z, String act, Value sum) {
            LinearForm n = reader.form(sum);
            if (n != null) {
                // The reset gate scales h itself: a source beside the slice.
                for (Value source : n.weights().keySet()) {
                    Reset reset = source.equals(x()) ? null : reset(source, h);
                    if (reset != null
                            && reset.scaled.equals(h)
                            && reset.gate.function().equals(gate)) {
                        Map<Value, Value> renamed = new HashMap<>(n.weights());
                        Value w = renamed.remove(source);
                        if (w != null && Set.of(x()).containsAll(renamed.keySet())) {
                            renamed.put(h, w);
                            LinearForm whole = new LinearForm(renamed, n.bias(), n.columns());
                            return gru(h, gate, act, List.of(z, reset.gate.form(), whole), null);
                        }
                    }
                }
                return null;
            }
            // It scales what h contributes.
            LinearForm rest = null;
            Reset reset = null;
            for (Value term : reader.operands(sum, Elementwise.ADD)) {
                LinearForm form = reader.form(term);
                Reset scaling = form == null ? reset(term, h) : null;
                if (form != null) {
                    rest = rest == null ? form : rest.plus(r.b(), form);
                } else if (scaling != null && reset == null) {
                    reset = scaling;
                } else {
                    return null;
                }
            }
            LinearForm scaled = reset == null ? null : reader.form(reset.scaled);
            boolean fits = rest != null
                    && scaled != null
                    && Set.of(x()).containsAll(rest.weights().keySet())
                    && Set.of(h).containsAll(scaled.weights().keySet());
            if (reset == null || rest == null || scaled == null || !fits) {
                return null;
            }
            Map<Value, Value> both = new HashMap<>(rest.weights());
            both.putAll(scaled.weights());
            LinearForm whole = new LinearForm(both, rest.bias(), rest.columns());
            return reset.gate.function().equals(gate)
                    ? gru(h, gate, act, List.of(z, reset.gate.form(), whole), scaled.biasOrZeros(r.b(), h))
                    : null;
        }

        /** A product of a gate and something else. */
        private record Reset(Gate gate, Value scaled) {}

        private @Nullable Reset reset(Value v, Value h) {
            List<Value> factors = reader.operands(v, Elementwise.MUL);
            for (int i = 0; factors.size() == 2 && i < 2; i++) {
                Gate g = reader.gate(factors.get(i));
                if (g != null && reads(g.form(), h)) {
                    return new Reset(g, factors.get(1 - i));
                }
            }
            return null;
        }

        /** @param hidden the bias within the reset gate's reach; null where the gate scales h itself */
        private @Nullable List<Value> gru(
                Value h, String gate, String act, List<LinearForm> forms, @Nullable Value hidden) {
            if (!forms.stream().allMatch(f -> reads(f, h))) {
                return null;
            }
            Map<String, Object> attributes = new HashMap<>(Map.of("gate", gate, "act", act));
            if (hidden != null) {
                attributes.put("reset_after", true);
            }
            Value scaled = hidden != null
                    ? hidden
                    : Constants.fill(r.b(), h.dtype(), 0, Shape.of(h.shape().dim(1)));
            return results(RecurrentOps.GRU, attributes, weights(forms, h, List.of(scaled), 0), 0);
        }

        private List<Value> weights(List<LinearForm> forms, Value h, List<Value> more, int... carries) {
            List<Value> in = new ArrayList<>();
            in.add(r.get(scan.sequences().get(ends.other())));
            in.add(LinearForm.weights(r.b(), forms, x()));
            in.add(LinearForm.weights(r.b(), forms, h));
            in.add(LinearForm.biases(r.b(), forms, h));
            in.addAll(more);
            for (int i : carries) {
                in.add(r.get(scan.initial().get(i)));
            }
            ends.lengths().ifPresent(in::add);
            return in;
        }

        /** @param hAt which of the carried values is the output of the steps */
        private List<Value> results(Op op, Map<String, Object> attributes, List<Value> in, int hAt) {
            Map<String, Object> all = new HashMap<>(attributes);
            if (scan.reverse()) {
                all.put("reverse", true);
            }
            if (ends.lengths().isPresent()) {
                all.put("lengths", true);
            }
            List<Value> out = unlessEmpty(op, new Attributes(all), in);
            List<Value> results = new ArrayList<>();
            for (int i = 0; i < scan.carried().size(); i++) {
                results.add(out.get(i == hAt ? 1 : 2));
            }
            scan.yields().forEach(p -> results.add(out.get(0)));
            return results;
        }

        /** Of no rows or no steps ONNX Runtime's kernels make nothing but an end of the process. */
        private List<Value> unlessEmpty(Op op, Attributes a, List<Value> in) {
            GraphBuilder b = r.b();
            Value h = carried(0);
            Dim size = scan.length().times(h.shape().dim(0));
            if (size.isKnown() && !size.is(0)) {
                return b.addAll(op, a, in);
            }
            GraphBuilder some = b.region("some");
            List<Value> fused = some.addAll(op, a, in);
            GraphBuilder none = b.region("none");
            List<Value> empty = new ArrayList<>();
            Value all = fused.get(0);
            empty.add(Constants.fill(none, all.dtype(), 0, all.shape()));
            int states =
                    in.size() - (a.flag("lengths") ? 1 : 0) - scan.carried().size();
            empty.addAll(in.subList(states, states + scan.carried().size()));
            Value any = Elementwise.greater(b, Constants.dim(b, size), Constants.scalar(b, DType.I64, 0));
            return ControlOps.branch(b, any, some.build(ports(fused)), none.build(ports(empty)));
        }

        private static List<Graph.Port> ports(List<Value> values) {
            return values.stream().map(v -> new Graph.Port("state", v)).toList();
        }
    }
}
