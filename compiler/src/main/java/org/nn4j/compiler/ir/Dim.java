package org.nn4j.compiler.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The size of one axis: an integer, a symbol such as {@code B}, or an integer expression over symbols.
 *
 * <p>Kept as a polynomial in normal form, so that two dims are equal exactly when their expressions agree up to the
 * laws of a ring: {@code 4 * D} equals {@code D + 3 * D}. Floor division and remainder that do not resolve are atoms.
 */
public final class Dim {

    /** What a polynomial's products are made of. */
    private sealed interface Atom permits Symbol, Quotient, Remainder {}

    private record Symbol(String name) implements Atom {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Quotient(Dim dividend, Dim divisor) implements Atom {
        @Override
        public String toString() {
            return "(" + dividend + " div " + divisor + ")";
        }
    }

    private record Remainder(Dim dividend, Dim divisor) implements Atom {
        @Override
        public String toString() {
            return "(" + dividend + " % " + divisor + ")";
        }
    }

    /** No shape needs so many factors; a program that squares a size for ever does. */
    private static final int MAX_DEGREE = 64;

    /** A product of atoms in the order of their text; the empty product is 1. */
    private record Product(List<Atom> atoms) implements Comparable<Product> {
        static final Product ONE = new Product(List.of());

        Product times(Product other) {
            if (atoms.size() + other.atoms.size() > MAX_DEGREE) {
                throw new ArithmeticException("a dim of too high a degree");
            }
            List<Atom> all = new ArrayList<>(atoms);
            all.addAll(other.atoms);
            all.sort((a, b) -> a.toString().compareTo(b.toString()));
            return new Product(List.copyOf(all));
        }

        /** This product without the atoms of {@code other}, or null if it lacks one of them. */
        @org.jspecify.annotations.Nullable
        Product without(Product other) {
            List<Atom> rest = new ArrayList<>(atoms);
            for (Atom a : other.atoms) {
                if (!rest.remove(a)) {
                    return null;
                }
            }
            return new Product(List.copyOf(rest));
        }

        @Override
        public int compareTo(Product o) {
            int byDegree = Integer.compare(o.atoms.size(), atoms.size());
            return byDegree != 0 ? byDegree : toString().compareTo(o.toString());
        }

        @Override
        public String toString() {
            StringJoiner s = new StringJoiner(" * ");
            atoms.forEach(a -> s.add(a.toString()));
            return s.toString();
        }
    }

    private final NavigableMap<Product, Long> terms;

    private Dim(NavigableMap<Product, Long> terms) {
        this.terms = terms;
    }

    public static Dim of(long value) {
        TreeMap<Product, Long> t = new TreeMap<>();
        if (value != 0) {
            t.put(Product.ONE, value);
        }
        return new Dim(t);
    }

    public static Dim symbol(String name) {
        return atom(new Symbol(name));
    }

    private static Dim atom(Atom a) {
        TreeMap<Product, Long> t = new TreeMap<>();
        t.put(new Product(List.of(a)), 1L);
        return new Dim(t);
    }

    /** The value, if this is an integer. */
    public OptionalLong known() {
        if (terms.isEmpty()) {
            return OptionalLong.of(0);
        }
        Long constant = terms.get(Product.ONE);
        return terms.size() == 1 && constant != null ? OptionalLong.of(constant) : OptionalLong.empty();
    }

    public boolean isKnown() {
        return known().isPresent();
    }

    public boolean is(long value) {
        OptionalLong k = known();
        return k.isPresent() && k.getAsLong() == value;
    }

    /** The value; an error where this is not an integer. */
    public long value() {
        return known().orElseThrow(() -> new IllegalStateException("dim " + this + " is not known"));
    }

    /** The name, if this is a bare symbol. */
    public java.util.Optional<String> symbolName() {
        if (terms.size() == 1 && terms.firstEntry().getValue() == 1L) {
            List<Atom> atoms = terms.firstKey().atoms;
            if (atoms.size() == 1 && atoms.get(0) instanceof Symbol s) {
                return java.util.Optional.of(s.name);
            }
        }
        return java.util.Optional.empty();
    }

    public Dim plus(Dim o) {
        TreeMap<Product, Long> t = new TreeMap<>(terms);
        o.terms.forEach((p, c) -> addTerm(t, p, c));
        return new Dim(t);
    }

    public Dim minus(Dim o) {
        return plus(o.times(of(-1)));
    }

    public Dim times(Dim o) {
        TreeMap<Product, Long> t = new TreeMap<>();
        terms.forEach((p, c) -> o.terms.forEach((q, d) -> addTerm(t, p.times(q), Math.multiplyExact(c, d))));
        return new Dim(t);
    }

    private static void addTerm(Map<Product, Long> t, Product p, long c) {
        long sum = Math.addExact(t.getOrDefault(p, 0L), c);
        if (sum == 0) {
            t.remove(p);
        } else {
            t.put(p, sum);
        }
    }

    /** Floor division. Exact where the divisor divides every term. */
    public Dim floorDiv(Dim o) {
        if (isKnown() && o.isKnown()) {
            return of(Math.floorDiv(value(), o.value()));
        }
        Dim exact = exactQuotient(o);
        if (exact != null) {
            return exact;
        }
        Dim multiples = multiples(o);
        Dim rest = minus(multiples.times(o));
        return multiples.plus(rest.isKnown() && o.isKnown() ? rest.floorDiv(o) : atom(new Quotient(rest, o)));
    }

    /**
     * What a number divides of each coefficient, rounded down, so that {@code (B - 2) div 2} and {@code B div 2 - 1} are
     * one; 0 for other divisors.
     */
    private Dim multiples(Dim o) {
        TreeMap<Product, Long> t = new TreeMap<>();
        if (o.isKnown()) {
            terms.forEach((p, c) -> addTerm(t, p, Math.floorDiv(c, o.value())));
        }
        return new Dim(t);
    }

    public Dim mod(Dim o) {
        if (isKnown() && o.isKnown()) {
            return of(Math.floorMod(value(), o.value()));
        }
        if (exactQuotient(o) != null) {
            return of(0);
        }
        Dim rest = minus(multiples(o).times(o));
        return rest.isKnown() && o.isKnown() ? rest.mod(o) : atom(new Remainder(rest, o));
    }

    private @org.jspecify.annotations.Nullable Dim exactQuotient(Dim o) {
        if (o.is(0)) {
            throw new ArithmeticException(this + " divided by 0");
        }
        if (o.terms.size() != 1) {
            return equals(o) ? of(1) : null;
        }
        Map.Entry<Product, Long> divisor = o.terms.firstEntry();
        TreeMap<Product, Long> t = new TreeMap<>();
        for (Map.Entry<Product, Long> e : terms.entrySet()) {
            Product rest = e.getKey().without(divisor.getKey());
            if (rest == null || e.getValue() % divisor.getValue() != 0) {
                return null;
            }
            t.put(rest, e.getValue() / divisor.getValue());
        }
        return new Dim(t);
    }

    /** Every symbol that occurs. */
    public Set<String> symbols() {
        Set<String> names = new HashSet<>();
        for (Product p : terms.keySet()) {
            for (Atom a : p.atoms) {
                if (a instanceof Symbol s) {
                    names.add(s.name);
                } else if (a instanceof Quotient q) {
                    names.addAll(q.dividend.symbols());
                    names.addAll(q.divisor.symbols());
                } else if (a instanceof Remainder r) {
                    names.addAll(r.dividend.symbols());
                    names.addAll(r.divisor.symbols());
                }
            }
        }
        return names;
    }

    /** The operations that a {@link #fold} needs. */
    public interface Algebra<T> {
        T constant(long value);

        T symbol(String name);

        T add(T a, T b);

        T multiply(T a, T b);

        T floorDiv(T a, T b);

        T mod(T a, T b);
    }

    /** Evaluates the expression in another algebra: other dims, ONNX nodes, numbers. */
    public <T> T fold(Algebra<T> algebra) {
        T sum = null;
        for (Map.Entry<Product, Long> e : terms.entrySet()) {
            T term = null;
            for (Atom a : e.getKey().atoms) {
                T factor;
                if (a instanceof Symbol s) {
                    factor = algebra.symbol(s.name);
                } else if (a instanceof Quotient q) {
                    factor = algebra.floorDiv(q.dividend.fold(algebra), q.divisor.fold(algebra));
                } else {
                    Remainder r = (Remainder) a;
                    factor = algebra.mod(r.dividend.fold(algebra), r.divisor.fold(algebra));
                }
                term = term == null ? factor : algebra.multiply(term, factor);
            }
            long c = e.getValue();
            if (term == null) {
                term = algebra.constant(c);
            } else if (c != 1) {
                term = algebra.multiply(term, algebra.constant(c));
            }
            sum = sum == null ? term : algebra.add(sum, term);
        }
        return sum == null ? algebra.constant(0) : sum;
    }

    /** This dim with each symbol replaced by what {@code bindings} gives for it. */
    public Dim substitute(UnaryOperator<Dim> bindings) {
        return isKnown()
                ? this
                : fold(new Algebra<>() {
                    @Override
                    public Dim constant(long value) {
                        return of(value);
                    }

                    @Override
                    public Dim symbol(String name) {
                        return bindings.apply(Dim.symbol(name));
                    }

                    @Override
                    public Dim add(Dim a, Dim b) {
                        return a.plus(b);
                    }

                    @Override
                    public Dim multiply(Dim a, Dim b) {
                        return a.times(b);
                    }

                    @Override
                    public Dim floorDiv(Dim a, Dim b) {
                        return a.floorDiv(b);
                    }

                    @Override
                    public Dim mod(Dim a, Dim b) {
                        return a.mod(b);
                    }
                });
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object o) {
        return o instanceof Dim d && terms.equals(d.terms);
    }

    @Override
    public int hashCode() {
        return Objects.hash(terms);
    }

    @Override
    public String toString() {
        if (terms.isEmpty()) {
            return "0";
        }
        StringBuilder s = new StringBuilder();
        terms.forEach((p, c) -> {
            if (s.length() > 0) {
                s.append(c < 0 ? " - " : " + ");
            } else if (c < 0) {
                s.append('-');
            }
            long abs = Math.abs(c);
            String text = p.toString();
            s.append(text.isEmpty() ? Long.toString(abs) : abs == 1 ? text : abs + " * " + text);
        });
        return s.toString();
    }
}
