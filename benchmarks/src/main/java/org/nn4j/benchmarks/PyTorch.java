package org.nn4j.benchmarks;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.util.List;

/** DJL's PyTorch engine, on one thread and without downloads, and what the programs here build with it. */
public final class PyTorch {

    private static final String NAME = "PyTorch";

    private PyTorch() {}

    /** Whether the native code is on the class path; without it, starting the engine would fetch it from the network. */
    public static boolean isPresent() {
        return PyTorch.class.getClassLoader().getResource("native/lib/pytorch.properties") != null;
    }

    public static Engine engine() {
        if (!isPresent()) {
            throw new IllegalStateException("no native PyTorch on the class path: build with -Ppeers");
        }
        setUnlessGiven("ai.djl.offline", "true");
        setUnlessGiven("ai.djl.pytorch.num_threads", "1");
        setUnlessGiven("ai.djl.pytorch.num_interop_threads", "1");
        return Engine.getEngine(NAME);
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** A model of dense layers, ReLU between them and dropout before the last one, whose results are logits. */
    static Model perceptron(String name, List<Integer> hidden, double dropout, int outputs) {
        var block = new SequentialBlock();
        for (int units : hidden) {
            block.add(Linear.builder().setUnits(units).build()).add(Activation::relu);
        }
        if (dropout > 0) {
            block.add(Dropout.builder().optRate((float) dropout).build());
        }
        block.add(Linear.builder().setUnits(outputs).build());
        Model model = Model.newInstance(name, engine().getEngineName());
        model.setBlock(block);
        return model;
    }

    /**
     * A trainer, its weights drawn. DJL's own default would draw from a range wider than Glorot's by the square root
     * of 2: 6 divided by the mean of fan-in and fan-out, where Glorot's formula divides by their sum.
     */
    public static Trainer trainer(Model model, Loss loss, Optimizer optimizer, Shape batch) {
        var config = new DefaultTrainingConfig(loss)
                .optOptimizer(optimizer)
                .optInitializer(new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3), Parameter.Type.WEIGHT)
                .optInitializer(Initializer.ZEROS, Parameter.Type.BIAS);
        Trainer trainer = model.newTrainer(config);
        trainer.initialize(batch);
        return trainer;
    }
}
