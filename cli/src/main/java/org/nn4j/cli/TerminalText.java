package org.nn4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Markdown, as far as pages about errors use it, and programs for a terminal: headings, paragraphs that are filled,
 * lists, code. Without colours it is plain text.
 */
final class TerminalText {

    private static final int WIDTH = 100;
    private static final String RESET = "\u001B[0m";
    private static final String BOLD = "\u001B[1m";
    private static final String FAINT = "\u001B[2m";
    private static final String CYAN = "\u001B[36m";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\(([^)]+)\\)");

    private final boolean colours;
    private final List<String> lines = new ArrayList<>();

    private TerminalText(boolean colours) {
        this.colours = colours;
    }

    static String markdown(String page, boolean colours) {
        TerminalText t = new TerminalText(colours);
        List<String> paragraph = new ArrayList<>();
        boolean code = false;
        for (String line : page.lines().toList()) {
            boolean fence = line.startsWith("```");
            if (fence || (!code && (line.isBlank() || line.startsWith("#") || line.startsWith("- ")))) {
                t.fill(paragraph);
            }
            if (fence) {
                code = !code;
            } else if (code) {
                t.lines.add(line.isEmpty() ? "" : "    " + t.program(line));
            } else if (line.startsWith("#")) {
                t.lines.add(t.styled(BOLD, line.replaceFirst("^#+\\s*", "")));
            } else if (line.isBlank()) {
                t.lines.add("");
            } else {
                paragraph.add(line.strip());
            }
        }
        t.fill(paragraph);
        return String.join("\n", t.lines).strip() + "\n";
    }

    /** A program, with its comments set apart. */
    static String source(String text, boolean colours) {
        TerminalText t = new TerminalText(colours);
        text.lines().forEach(l -> t.lines.add(t.program(l)));
        return String.join("\n", t.lines) + "\n";
    }

    /** Fills the lines of a paragraph up to the width; its escape sequences come after, since they take no room. */
    private void fill(List<String> paragraph) {
        StringBuilder line = new StringBuilder();
        String indent = "";
        for (String word : String.join(" ", paragraph).split(" ", -1)) {
            if (line.length() == 0 && word.equals("-")) {
                indent = "  ";
            }
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(inline(line.toString()));
                line.setLength(0);
                line.append(indent);
            } else if (line.length() > 0) {
                line.append(' ');
            }
            line.append(word);
        }
        if (line.length() > 0) {
            lines.add(inline(line.toString()));
        }
        paragraph.clear();
    }

    private String inline(String text) {
        String plain = LINK.matcher(text).replaceAll("$1");
        return colours ? CODE.matcher(plain).replaceAll(CYAN + "$1" + RESET) : plain;
    }

    private String program(String line) {
        return line.stripLeading().startsWith("//") ? styled(FAINT, line) : line;
    }

    private String styled(String style, String text) {
        return colours && !text.isEmpty() ? style + text + RESET : text;
    }
}
