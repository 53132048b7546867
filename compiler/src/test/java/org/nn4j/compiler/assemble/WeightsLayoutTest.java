package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.onnx.OnnxFile;
import org.nn4j.compiler.program.Program;

final class WeightsLayoutTest {

    @Test
    void tensorsFollowEachOtherWithoutGaps() {
        Program p = Programs.standardized(new Optimizers.Sgd(1));
        WeightsLayout layout = WeightsLayout.of(p, ParameterLayout.of(p.parameters()));
        assertEquals(List.of("params.0", "fitted.standardize.mean", "fitted.standardize.std"), layout.order());
        assertEquals(
                List.of("dense.w", "dense.b", "standardize.mean", "standardize.std"),
                layout.entries().stream().map(WeightsLayout.Entry::name).toList());
        assertEquals(
                List.of(0L, 12L, 16L, 28L),
                layout.entries().stream().map(WeightsLayout.Entry::begin).toList());
        assertEquals(40, layout.entries().get(3).end());
        assertEquals(0, layout.header() % 64);
        assertEquals(
                new OnnxFile.Weights("model.safetensors", layout.header() + 16),
                layout.places().get("standardize.mean"));
    }

    @Test
    void wideElementsComeFirstSoThatAllAreAligned() {
        Program p = new ProgramOf("Wide")
                .parameter("w", 3)
                .state("norm.mean", 3)
                .graph(new GraphOf("inference"))
                .build(null);
        Program.Tensor count = new Program.Tensor("norm.count", GraphOf.type(DType.I64));
        Program wide = new Program(
                p.name(),
                p.doc(),
                p.inputs(),
                p.outputs(),
                p.layers(),
                p.parameters(),
                List.of(p.states().get(0), count),
                p.fitted(),
                p.initial(),
                p.inference(),
                null);
        WeightsLayout layout = WeightsLayout.of(wide, ParameterLayout.of(wide.parameters()));
        assertEquals(List.of("state.norm.count", "params.0", "state.norm.mean"), layout.order());
        assertTrue(layout.entries().stream().allMatch(e -> e.begin() % 4 == 0));
        assertEquals(8, layout.entries().get(0).end());
    }
}
