package org.nn4j.compiler.assemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.onnxruntime.OnnxJavaType;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nn4j.compiler.program.Program;

/** What Keras 3.15.1 makes of a matrix and a vector in ten steps with the same gradients. */
final class KerasOptimizersTest {

    private static final int STEPS = 10;

    /** The loss is linear in the parameters, so a row of the data is the gradient. */
    private static Program program(String optimizer) {
        return Programs.ofText("""
                model Linear {
                  input x: f32[B, 9]
                  param w: f32[2, 3] = 1
                  param b: f32[3] = 1
                  output y: f32[B] = x[:, 0:6] @ reshape(w, 6) + x[:, 6:9] @ b
                }
                train Linear {
                  data csv("a.csv")
                  feed x = columns(except = "t")
                  target t: f32[B]
                  loss y - t
                  optimizer %s
                  run (steps = 10, batch = 1)
                }
                """.formatted(optimizer));
    }

    /** Numbers between -1 and 1 that are easily made anywhere: s = (1103515245 s + 12345) mod 2^31, from 1. */
    private static float[] congruential(int count) {
        float[] values = new float[count];
        long state = 1;
        for (int i = 0; i < count; i++) {
            state = (1103515245L * state + 12345) % (1L << 31);
            values[i] = (float) ((double) state / (1L << 31) * 2 - 1);
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Sgd(lr = 0.1, momentum = 0.9, nesterov = true); 0.6855363, -0.7197196, 0.3598660, -0.3447450, 0.6334009, -2.0535715, 0.8418280, -1.8392655, -0.4854593",
                "RmsProp(lr = 0.01, momentum = 0.9, centered = true, eps = 1e-9); 0.2462595, -0.6164030, -0.1587088, 0.1692613, 0.8579180, -1.0070502, 0.2903607, -1.0365570, -0.3669416",
                "Adam(lr = 0.01); 0.0553728, -0.6428786, -0.3638505, 0.0705027, 0.8885303, -0.7027274, 0.4045440, -0.6015674, -0.0511495",
                "AdamW(lr = 0.01, weight_decay = 0.5, decay = params()); 0.0533090, -0.6115963, -0.3453114, 0.0666480, 0.8448077, -0.6694366, 0.3851457, -0.5733127, -0.0494739",
                "AmsGrad(lr = 0.01, beta2 = 0.5); 0.0531565, -0.6414879, -0.3670653, 0.0721762, 0.8918994, -0.6992940, 0.4024072, -0.5976142, -0.0454582",
                "Adamax(lr = 0.01); 0.0494092, -0.6404873, -0.3684112, 0.0734897, 0.8949564, -0.6926144, 0.4016334, -0.5920274, -0.0406148",
                "Nadam(lr = 0.01, warming = 1.0); 0.0478515, -0.6504925, -0.3584442, 0.0722168, 0.8903639, -0.6911808, 0.4080920, -0.5822917, -0.0398463",
                "Adagrad(lr = 0.1, initial = 0.2); 0.1415940, -0.6598434, -0.2781143, 0.0960216, 0.8476778, -0.8697315, 0.4587986, -0.7539821, -0.1445380",
                "Adadelta(); 0.0350967, -0.6511571, -0.3694047, 0.0694544, 0.8928937, -0.6687623, 0.4120491, -0.5588409, -0.0218398",
                "Ftrl(lr = 0.1, l1 = 0.05, l2 = 0.2, beta = 0.3, shrinkage = 0.1); 0.0918336, -0.2694210, 0.0614031, 0.0217885, 0.0382823, -0.4653296, 0.0442352, -0.2911288, -0.0874279",
                "Lion(lr = 0.01); 0.0677401, -0.6685174, -0.3426970, 0.0690678, 0.8952559, -0.7165273, 0.4244623, -0.6071386, -0.0504531",
                "Lamb(lr = 0.01, weight_decay = 0.0); 0.0631918, -0.6514384, -0.3551245, 0.0538490, 0.8753277, -0.7192042, 0.4102366, -0.5930327, -0.0444633",
            })
    void tenSteps(String optimizer, String expected) throws Exception {
        float[] numbers = congruential(9 + 9 * STEPS);
        try (Folder f = new Folder(program(optimizer), 7)) {
            f.state.put("params.0", Nd.f32(Nd.shape(9), Arrays.copyOf(numbers, 9)));
            f.data.put("data.x", Nd.f32(Nd.shape(STEPS, 9), Arrays.copyOfRange(numbers, 9, numbers.length)));
            f.data.put("data.t", Nd.f32(Nd.shape(STEPS), new float[STEPS]));
            f.data.put("weights", Nd.full(OnnxJavaType.FLOAT, Nd.shape(STEPS), 1));
            f.run("train", Map.of("rows", Nd.i64(Nd.shape(STEPS, 1), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
            double[] theirs = Arrays.stream(expected.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertArrayEquals(theirs, f.state.get("params.0").numbers(), 2e-6, optimizer);
        }
    }
}
