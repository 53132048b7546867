package org.nn4j.runtime.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nn4j.runtime.Model;
import org.nn4j.runtime.data.DType;
import org.nn4j.runtime.data.Tensor;
import org.nn4j.runtime.format.Learned;
import org.nn4j.runtime.format.Port;
import org.nn4j.runtime.typed.ModelType;

/**
 * Lets DJL predict with the types of a generated class:
 *
 * <pre>{@code
 * Criteria<Tumour.Input, Tumour.Output> criteria = Criteria.builder()
 *         .setTypes(Tumour.Input.class, Tumour.Output.class)
 *         .optModelPath(Path.of("models/Tumour"))
 *         .optTranslator(new TypedTranslator<>(Tumour.type()))
 *         .build();
 * }</pre>
 *
 * <p>Rows of one batch have equal dims.
 *
 * @param <I> a row that the model takes
 * @param <O> a row that it gives
 */
public final class TypedTranslator<I, O> implements Translator<I, O> {

    private final ModelType<I, O> type;
    private List<Port> outputs = List.of();
    private @Nullable Learned learned;

    public TypedTranslator(ModelType<I, O> type) {
        this.type = type;
    }

    /**
     * Reads what the folder says of the model.
     *
     * @throws org.nn4j.runtime.error.UserException if it is that of another model
     */
    @Override
    public void prepare(TranslatorContext context) {
        try (Model model = Model.load(context.getModel().getModelPath())) {
            type.check(model.spec(), context.getModel().getModelPath());
            outputs = model.spec().outputs();
            learned = model.learned();
        }
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, I input) {
        return batchProcessInput(context, List.of(input));
    }

    @Override
    public O processOutput(TranslatorContext context, NDList list) {
        return batchProcessOutput(context, list).get(0);
    }

    /** All rows at once, so that nothing is left to stack. */
    @Override
    public NDList batchProcessInput(TranslatorContext context, List<I> inputs) {
        NDList list = new NDList();
        type.tensors(inputs, learned).forEach((name, tensor) -> {
            NDArray array =
                    context.getNDManager().create(tensor.bytes(), new Shape(tensor.shape()), type(tensor.dtype()));
            array.setName(name);
            list.add(array);
        });
        return list;
    }

    @Override
    public List<O> batchProcessOutput(TranslatorContext context, NDList list) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            tensors.put(outputs.get(i).name(), tensor(outputs.get(i).dtype(), list.get(i)));
        }
        List<O> rows = new ArrayList<>();
        for (int row = 0; row < list.get(0).getShape().get(0); row++) {
            rows.add(type.output(tensors, row, learned));
        }
        return rows;
    }

    private static Tensor tensor(DType dtype, NDArray array) {
        Tensor tensor = Tensor.zeros(dtype, array.getShape().getShape());
        ByteBuffer from = array.toByteBuffer();
        tensor.bytes().put(from);
        return tensor;
    }

    private static DataType type(DType dtype) {
        return switch (dtype) {
            case F32 -> DataType.FLOAT32;
            case F64 -> DataType.FLOAT64;
            case I64 -> DataType.INT64;
            case I32 -> DataType.INT32;
            case U8 -> DataType.UINT8;
            case BOOL -> DataType.BOOLEAN;
        };
    }
}
