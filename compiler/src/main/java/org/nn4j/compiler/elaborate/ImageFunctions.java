package org.nn4j.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.nn4j.compiler.diagnostic.Code;
import org.nn4j.compiler.ir.DType;
import org.nn4j.compiler.ir.Dim;
import org.nn4j.compiler.ir.Graph;
import org.nn4j.compiler.ir.GraphBuilder;
import org.nn4j.compiler.ir.Shape;
import org.nn4j.compiler.ir.TensorType;
import org.nn4j.compiler.ir.Value;
import org.nn4j.compiler.op.Constants;
import org.nn4j.compiler.op.Elementwise;
import org.nn4j.compiler.program.BatchLoad;
import org.nn4j.compiler.source.Span;

/** Data that consists of images and their classes: IDX files such as those of MNIST, and folders of images. */
final class ImageFunctions {

    static final List<String> COLUMNS = List.of("pixels", "labels");

    private ImageFunctions() {}

    static void define(Scope s) {
        DataFunctions.define(
                s,
                "idx",
                List.of("path", "validation?", "test?", "split?"),
                """
                Images and their classes in IDX files such as those of MNIST: `train-images-idx3-ubyte` and
                `train-labels-idx1-ubyte`, plain or with `.gz`. Where there are `t10k-…` or `test-…` too, these are the
                test split, and `test` is left out.

                - `path`: their folder, relative to the program; or that and what the names of the files begin with.
                """ + DataFunctions.PARTS_DOC + """
                Example: data idx("fashion-mnist", validation = 0.1)
                Example: feed image = pixels(scale = 1 / 255)  // f32[B, 1, 28, 28]
                Example: target kind: i64[B] = labels()""",
                (in, a) -> new Val.Spec("data", DataFunctions.data(in, a, "idx")));
        DataFunctions.define(
                s,
                "images",
                List.of("path", "size", "channels?", "validation?", "test?", "split?", "fit?", "unreadable?"),
                """
                Images of a folder that has a folder for each class: JPEG, PNG, WebP, GIF, BMP and TIFF. Where it has
                `train` and `test` with such folders, the latter is the test split, and `test` is left out. They are
                turned upright as EXIF says and brought to one size.

                - `path`: the folder, relative to the program.
                - `size`: `(height, width)` in pixels, or one number for both.
                - `channels = 3`: 3 for red, green and blue, 1 for grey.
                """ + DataFunctions.PARTS_DOC + """
                - `fit = "crop"`: images of other proportions are cropped around the centre; `"stretch"` changes their
                  proportions instead.
                - `unreadable = "error"`: what is done with a damaged file; `"skip"` leaves it out.
                Example: data images("flowers", size = (48, 64), validation = 0.1, split = "stratified")
                Example: feed image = pixels(scale = 1 / 255)  // f32[B, 3, 48, 64]
                Example: target kind: i64[B] = labels()""",
                ImageFunctions::images);
        DataFunctions.define(
                s,
                "pixels",
                List.of("scale?", "predicted_by?"),
                """
                The pixels of an image, from 0 to 255, times `scale`: f32[B, channels, height, width], where a single
                channel may be left out, or u8 of the same shape where nothing is scaled. Of IDX files they may be of any
                shape with as many elements. They stay bytes in memory. A target of them is an image to predict.

                - `scale = 1`: `1 / 255` brings them to the range from 0 to 1.
                """ + DataFunctions.PREDICTED_BY_DOC + """
                Example: data images("flowers", size = 64, channels = 1)
                Example: feed image = pixels(scale = 1 / 255)  // f32[B, 64, 64]""",
                ImageFunctions::pixels);
        DataFunctions.define(
                s,
                "labels",
                List.of("names?", "classes?", "predicted_by?"),
                """
                The class of an image, as its index: i64[B], or f32[B], as losses of two classes take it.

                - `names`: the names in the order of their indices. Without them they are those of the folders of
                  `images(…)`, sorted by code point; classes of IDX files have none.
                - `classes`: how many there are, from 2 on. Left out, it is the number of `names`, or as many as the
                  output that predicts the target has places. Another number in the data is an error.
                """ + DataFunctions.PREDICTED_BY_DOC + """
                Example: data images("animals", size = 64)
                Example: feed image = pixels()  // f32[B, 3, 64, 64]
                Example: target kind: f32[B] = labels(["cat", "dog"])""",
                ImageFunctions::labels);
    }

    private static Val images(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.data(in, a, "images");
        List<Long> size = size(in, a);
        m.put("height", size.get(0));
        m.put("width", size.get(1));
        long channels = a.integer("channels", 3);
        if (channels != 1 && channels != 3) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "`channels` cannot be " + channels,
                    a.span("channels"),
                    "it is 1 for grey images or 3 for red, green and blue");
        }
        m.put("channels", channels);
        m.put("fit", DataFunctions.oneOf(in, a, "fit", Set.of("crop", "stretch"), "crop"));
        m.put("unreadable", DataFunctions.oneOf(in, a, "unreadable", Set.of("error", "skip"), "error"));
        return new Val.Spec("data", m);
    }

    /** A height and a width; one int is both. */
    private static List<Long> size(Interpreter in, Given a) {
        Span at = a.span("size");
        List<Val> both =
                a.value("size") instanceof Val.Sequence s ? s.elements() : List.of(a.value("size"), a.value("size"));
        List<Long> size = both.stream().map(v -> in.intValue(v, at)).toList();
        if (size.size() != 2 || size.get(0) < 1 || size.get(1) < 1) {
            throw in.report.error(
                    Code.RECIPE_VALUE,
                    "`size` is a height and a width, from 1 on",
                    at,
                    "for example `size = (48, 64)`");
        }
        return size;
    }

    private static Val pixels(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("pixels");
        double scale = a.number("scale", 1);
        m.put("scale", scale);
        return new Val.Column(new DataColumn("pixels", m, new Bytes(scale), false, DataColumn.Target.of(a)));
    }

    private static Val labels(Interpreter in, Given a) {
        Map<String, Object> m = DataFunctions.entries("labels");
        DataFunctions.classes(in, a, m);
        return new Val.Column(new DataColumn("labels", m, new OneForEachRow("labels"), true, DataColumn.Target.of(a)));
    }

    /** Pixels are kept as bytes, a quarter of the memory of floats; graphs make floats of those of a batch. */
    private record Bytes(double scale) implements DataColumn.Form {
        @Override
        public void check(Interpreter in, TensorType type, String what, Span at) {
            if (type.rank() < 2) {
                throw in.report.error(
                        Code.WRONG_RANK, "`pixels(…)` gives many values for each row, but " + what + " is " + type, at);
            }
            boolean fits = type.dtype() == DType.F32 || (type.dtype() == DType.U8 && scale == 1);
            if (!fits) {
                throw in.report.error(
                        Code.WRONG_DTYPE,
                        "`pixels(…)` does not give " + type.dtype() + " for " + what,
                        at,
                        type.dtype() == DType.U8 ? "bytes cannot be scaled: leave out `scale`" : "it gives f32, or u8");
            }
        }

        @Override
        public void checkData(Interpreter in, Val.Spec data, TensorType type, String what, Span at) {
            if (!"images".equals(data.entries().get("kind"))) {
                return;
            }
            List<Long> image = Stream.of("channels", "height", "width")
                    .map(name -> (Long) data.entries().get(name))
                    .toList();
            Shape given = new Shape(image.stream().map(Dim::of).toList());
            Shape row = new Shape(type.shape().dims().subList(1, type.rank()));
            boolean fits = given.equals(row)
                    || (image.get(0) == 1 && given.dims().subList(1, 3).equals(row.dims()));
            if (!fits) {
                throw in.report.error(
                        Code.SIZES_DIFFER,
                        what + " is " + type + ", but the images are " + given + ": channels, height and width",
                        at,
                        "give both one size: `size = (height, width)` and `channels` of `images(…)`");
            }
        }

        @Override
        public Graph load(String name, TensorType type) {
            return type.dtype() == DType.U8
                    ? BatchLoad.rows(name, type)
                    : BatchLoad.rows(name, type, DType.U8, (b, bytes) -> scaled(b, bytes, scale));
        }
    }

    /** Bytes as floats. */
    static Value scaled(GraphBuilder b, Value bytes, double scale) {
        Value floats = Elementwise.cast(b, bytes, DType.F32);
        return scale == 1 ? floats : Elementwise.mul(b, floats, Constants.scalar(b, DType.F32, scale));
    }
}
