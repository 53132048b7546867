package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nn4j.compiler.program.Program;

final class InitGraphTest {

    @Test
    void stateIsAFunctionOfTheSeed() throws Exception {
        Program program = Programs.mlp(new Optimizers.Adam(1e-2));
        try (Folder one = new Folder(program, 7);
                Folder same = new Folder(program, 7);
                Folder other = new Folder(program, 8)) {
            assertEquals(one.state, same.state);
            assertNotEquals(one.state.get("params.0"), other.state.get("params.0"));
            assertEquals(
                    Set.of("seed", "params.0", "adam.m.0", "adam.v.0", "step"),
                    one.state.map().keySet());
            assertEquals(0, one.state.get("step").number());
        }
    }

    @Test
    void statesAndStatisticsAreThereFromTheStart() throws Exception {
        try (Folder f = new Folder(Programs.centred(new Optimizers.Sgd(1)), 7)) {
            assertEquals(Nd.f32(Nd.shape(3), 0, 0, 0), f.state.get("state.norm.mean"));
        }
        try (Folder f = new Folder(Programs.standardized(new Optimizers.Sgd(1)), 7)) {
            assertEquals(Nd.f32(Nd.shape(3), 0, 0, 0), f.state.get("fitted.standardize.std"));
        }
    }

    @Test
    void withoutARecipeThereIsNothingToTrain() throws Exception {
        try (Folder f = new Folder(Programs.linear(null), 7)) {
            assertEquals(Set.of("seed", "params.0"), f.state.map().keySet());
        }
    }
}
