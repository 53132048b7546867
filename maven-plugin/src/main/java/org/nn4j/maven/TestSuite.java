package org.nn4j.maven;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.nn4j.build.TestOutcome;

/**
 * The tests of a program that were run.
 *
 * @param name the name of the program's module, {@code com.example.layers}
 */
record TestSuite(String name, List<TestOutcome> outcomes) {

    /** The name of a program, relative to the folder of sources. */
    static String name(Path program) {
        String path = program.toString();
        return path.substring(0, path.lastIndexOf('.')).replace('\\', '/').replace('/', '.');
    }

    List<TestOutcome> failed() {
        return outcomes.stream().filter(outcome -> !outcome.passed()).toList();
    }

    int failures() {
        return failed().size();
    }

    private double seconds() {
        return outcomes.stream().mapToDouble(TestOutcome::seconds).sum();
    }

    /** Surefire's line, by which people and tools find it. */
    String summary() {
        return String.format(
                Locale.ROOT, "%s, Time elapsed: %.3f s -- in %s", counts(outcomes.size(), failures()), seconds(), name);
    }

    static String counts(int tests, int failures) {
        return "Tests run: " + tests + ", Failures: " + failures + ", Errors: 0, Skipped: 0";
    }

    /** Writes the report that CI servers read, beside those of Surefire. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (OutputStream out = Files.newOutputStream(folder.resolve("TEST-" + name + ".nn.xml"))) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            newLine(xml, 0);
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", name);
            xml.writeAttribute("time", time(seconds()));
            xml.writeAttribute("tests", Integer.toString(outcomes.size()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", "0");
            xml.writeAttribute("failures", Integer.toString(failures()));
            for (TestOutcome outcome : outcomes) {
                write(outcome, xml);
            }
            newLine(xml, 0);
            xml.writeEndElement();
            newLine(xml, 0);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("the report of " + name + " cannot be written", e);
        }
    }

    private void write(TestOutcome outcome, XMLStreamWriter xml) throws XMLStreamException {
        newLine(xml, 1);
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", outcome.name());
        xml.writeAttribute("classname", name);
        xml.writeAttribute("time", time(outcome.seconds()));
        if (!outcome.passed()) {
            newLine(xml, 2);
            xml.writeStartElement("failure");
            xml.writeAttribute("message", outcome.faults().get(0));
            xml.writeAttribute("type", "check");
            xml.writeCharacters(String.join("\n", outcome.faults()));
            xml.writeEndElement();
            newLine(xml, 1);
        }
        xml.writeEndElement();
    }

    private static void newLine(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
