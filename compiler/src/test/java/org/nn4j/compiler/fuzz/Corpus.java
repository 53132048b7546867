package org.nn4j.compiler.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.nn4j.compiler.diagnostic.Diagnostics;
import org.nn4j.compiler.source.SourceFile;
import org.nn4j.compiler.syntax.ConcreteSyntax;
import org.nn4j.compiler.syntax.Parser;
import org.nn4j.grammar.NnParser;

/** Programs of the project, and programs made of them: parts exchanged, grown from the grammar, or text damaged. */
final class Corpus {
    private static final List<String> FOLDERS =
            List.of("../samples", "../benchmarks/src/main/resources", "src/main/resources", "src/test/resources");
    private static final String SIGNS = "()[]{}<>=+-*/^@%|.,:;\"'#&!?\\_ \t\r\n09azAZ\u00e9\u2192\ufeff\ud83d\u0000";

    /** A part of a program: what a rule of the grammar matched. */
    private record Part(int rule, int start, int end) {}

    private record Program(String text, List<Part> parts) {}

    private final List<Program> programs = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final Map<Integer, List<String>> byRule = new HashMap<>();
    private final List<String> names;

    Corpus() throws IOException {
        Set<String> words = new TreeSet<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path f :
                        files.filter(f -> f.toString().endsWith(".nn")).sorted().toList()) {
                    add(Files.readString(f), words);
                }
            }
        }
        names = List.copyOf(words);
    }

    private void add(String text, Set<String> words) {
        ConcreteSyntax syntax = Parser.concrete(new SourceFile("seed.nn", text), new Diagnostics());
        List<Part> parts = new ArrayList<>();
        if (syntax != null) {
            collect(syntax.unit(), text, parts);
            for (Token t : syntax.tokens().getTokens()) {
                if (t.getType() != Token.EOF && t.getChannel() == Token.DEFAULT_CHANNEL) {
                    tokens.add(t.getText());
                }
                if (t.getType() == NnParser.ID) {
                    words.add(t.getText());
                }
            }
        }
        programs.add(new Program(text, parts));
    }

    private void collect(ParserRuleContext rule, String text, List<Part> parts) {
        if (rule.stop != null && rule.stop.getStopIndex() >= rule.start.getStartIndex()) {
            int start = rule.start.getStartIndex();
            int end = rule.stop.getStopIndex() + 1;
            parts.add(new Part(rule.getRuleIndex(), start, end));
            byRule.computeIfAbsent(rule.getRuleIndex(), r -> new ArrayList<>()).add(text.substring(start, end));
        }
        for (ParseTree child : rule.children == null ? List.<ParseTree>of() : rule.children) {
            if (child instanceof ParserRuleContext inner) {
                collect(inner, text, parts);
            }
        }
    }

    /** A program that nobody wrote. */
    String next(Random random) {
        RandomSyntax syntax = new RandomSyntax(random, names);
        if (random.nextInt(10) == 0) {
            return syntax.text(NnParser.RULE_unit, 5 + random.nextInt(300));
        }
        Program p = programs.get(random.nextInt(programs.size()));
        StringBuilder text = new StringBuilder(p.text);
        int before = text.length();
        for (int i = 0; i <= random.nextInt(4) && !p.parts.isEmpty(); i++) {
            Part part = p.parts.get(random.nextInt(p.parts.size()));
            // What was changed stands behind: parts in front of it are where they were.
            if (part.end <= before) {
                List<String> others = byRule.getOrDefault(part.rule, List.of(""));
                String by = switch (random.nextInt(8)) {
                    case 0 -> "";
                    case 1, 2 -> syntax.text(part.rule, 1 + random.nextInt(20));
                    case 3 -> (text.substring(part.start, part.end) + " ").repeat(2);
                    default -> others.get(random.nextInt(others.size()));
                };
                text.replace(part.start, part.end, by);
                before = part.start;
            }
        }
        for (int slips = random.nextInt(8) - 4; slips > 0; slips--) {
            slip(text, random);
        }
        return text.toString();
    }

    private void slip(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(6)) {
            case 0 -> text.insert(at, " " + tokens.get(random.nextInt(tokens.size())) + " ");
            case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(30)));
            case 2 -> text.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
            case 3 ->
                text.insert(
                        at,
                        String.valueOf(SIGNS.charAt(random.nextInt(SIGNS.length())))
                                .repeat(300));
            case 4 -> {
                int end = Math.min(text.length(), at + random.nextInt(100));
                text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            }
            default -> text.setLength(at);
        }
    }
}
