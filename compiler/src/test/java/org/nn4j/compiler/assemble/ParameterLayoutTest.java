package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.program.Program.Tensor;

final class ParameterLayoutTest {

    private static Tensor tensor(String path, long... shape) {
        return new Tensor(path, GraphOf.f32(shape));
    }

    private static List<String> paths(ParameterLayout.Segment s) {
        return s.members().stream().map(Tensor::path).toList();
    }

    @Test
    void smallParametersShareAVectorAndLargeOnesFollow() {
        ParameterLayout layout = ParameterLayout.of(List.of(
                tensor("table", 1 << 16), tensor("w", 3, 4), tensor("big", 512, 256), tensor("b", 4), tensor("s")));
        assertEquals(3, layout.segments().size());
        assertEquals(List.of("w", "b", "s"), paths(layout.segments().get(0)));
        assertEquals(17, layout.segments().get(0).elements());
        assertEquals(List.of("table"), paths(layout.segments().get(1)));
        assertEquals(List.of("big"), paths(layout.segments().get(2)));
        assertEquals("adam.m.2", layout.segments().get(2).name("adam.m"));
    }

    @Test
    void withoutSmallOnesTheFirstVectorIsALargeOne() {
        ParameterLayout layout = ParameterLayout.of(List.of(tensor("table", 1 << 17)));
        assertEquals(1, layout.segments().size());
        assertEquals(0, layout.segments().get(0).index());
        assertEquals(List.of(), ParameterLayout.of(List.of()).segments());
    }

    @Test
    void theLargestLieInRows() {
        ParameterLayout layout = ParameterLayout.of(List.of(
                tensor("below", 1023, 1024),
                tensor("square", 2048, 2048),
                tensor("prime", 1_299_709),
                tensor("odd", 784, 2048)));
        assertEquals(
                List.of("f32[1047552]", "f32[16, 262144]", "f32[1299709]", "f32[7, 229376]"),
                layout.segments().stream().map(s -> s.type().toString()).toList());
        assertEquals("[2048, 2048]", layout.segments().get(1).shape().toString());
    }
}
