package org.nn4j.compiler.elaborate;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nn4j.compiler.syntax.Syntax;

/** All that a piece of a program is made of, each piece before its own. */
final class Pieces {

    /** Looked up once: reflection makes them anew each time. */
    private static final ClassValue<List<Method>> PARTS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
    };

    private Pieces() {}

    static List<Syntax> of(Syntax whole) {
        List<Syntax> out = new ArrayList<>();
        collect(whole, out);
        return out;
    }

    private static void collect(@Nullable Object o, List<Syntax> out) {
        if (o instanceof List<?> all) {
            all.forEach(x -> collect(x, out));
        } else if (o instanceof Syntax s && o instanceof Record) {
            out.add(s);
            for (Method part : PARTS.get(o.getClass())) {
                try {
                    collect(part.invoke(o), out);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
