package org.nn4j.compiler.assemble;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.onnx.OnnxFile;
import org.nn4j.compiler.program.Program;
import org.nn4j.compiler.program.Recipe;

/** Turns a program into the files of a model folder. Equal programs give equal bytes. */
public final class ModelFiles {

    /** For DJL and DJL Serving: which engine, and which of the files is the model. */
    private static final String SERVING = "engine=OnnxRuntime\noption.modelName=model\n";

    private ModelFiles() {}

    /** File names and their content. The weights are not among them: running {@code init.onnx} makes the first ones. */
    public static Map<String, byte[]> assemble(Program program) {
        ParameterLayout layout = ParameterLayout.of(program.parameters());
        WeightsLayout weights = WeightsLayout.of(program, layout);
        Metadata metadata = new Metadata(program, layout, weights);
        List<FileGraph.Finished> graphs = graphs(program, layout);
        String id = id(program, graphs, weights, metadata);

        Map<String, byte[]> files = new LinkedHashMap<>();
        for (FileGraph.Finished g : graphs) {
            Map<String, String> properties = metadata.of(g);
            properties.put(Metadata.ID, id);
            files.put(g.fileName(), write(program, g, weights, properties));
        }
        files.put("serving.properties", SERVING.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** The graph that serves, as it is written. */
    public static Graph served(Program program) {
        return ModelGraph.of(program, ParameterLayout.of(program.parameters())).graph();
    }

    /** The graph that computes the gradients of a batch, as it is written. */
    public static Graph gradients(Program program, Recipe recipe) {
        return GradientGraph.of(program, recipe, ParameterLayout.of(program.parameters()))
                .graph();
    }

    /** The graph that trains, step by step, as it is written. */
    public static Graph trained(Program program, Recipe recipe) {
        return TrainGraph.of(program, recipe, ParameterLayout.of(program.parameters()))
                .graph();
    }

    private static List<FileGraph.Finished> graphs(Program program, ParameterLayout layout) {
        List<FileGraph.Finished> graphs = new ArrayList<>();
        graphs.add(ModelGraph.of(program, layout));
        graphs.add(InitGraph.of(program, layout));
        Recipe recipe = program.recipe();
        if (recipe != null) {
            graphs.add(TrainGraph.of(program, recipe, layout));
            graphs.add(GradientGraph.of(program, recipe, layout));
            graphs.add(ApplyGraph.of(program, recipe, layout));
            graphs.add(EvaluateGraph.of(program, recipe, layout));
            if (!program.fitted().isEmpty()) {
                graphs.add(FitGraph.of(program, recipe, layout));
            }
        }
        return graphs;
    }

    /** A hash over all that was compiled: the graphs and what they say about themselves, but for the hash. */
    private static String id(
            Program program, List<FileGraph.Finished> graphs, WeightsLayout weights, Metadata metadata) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (FileGraph.Finished g : graphs) {
                sha.update(write(program, g, weights, metadata.of(g)));
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] write(
            Program program, FileGraph.Finished g, WeightsLayout weights, Map<String, String> properties) {
        Map<String, OnnxFile.Weights> external = new LinkedHashMap<>();
        Map<String, OnnxFile.Weights> places = weights.places();
        g.inputs().stream()
                .filter(p -> p.role() == Role.STORED)
                .forEach(p -> external.put(p.name(), Objects.requireNonNull(places.get(p.name()))));
        return OnnxFile.write(g.graph(), program.doc(), external, properties);
    }
}
