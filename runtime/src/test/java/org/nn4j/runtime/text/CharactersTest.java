package org.nn4j.runtime.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nn4j.runtime.error.UserException;

class CharactersTest {

    @TempDir
    Path folder;

    private Characters read(String text) throws Exception {
        return Characters.read(Files.writeString(folder.resolve("text.txt"), text));
    }

    private static String decode(Characters text, Vocabulary vocabulary) {
        var indices = text.indices(vocabulary).bytes().asIntBuffer();
        var decoded = new StringBuilder();
        while (indices.hasRemaining()) {
            decoded.append(vocabulary.character(indices.get()));
        }
        return decoded.toString();
    }

    @Test
    void aCharacterIsACodePointInTheirOrder() throws Exception {
        Characters text = read("b😀a\nä\uFFFDb");
        Vocabulary vocabulary = text.vocabulary(text.length(), false);
        assertEquals(7, text.length());
        assertEquals(List.of("\n", "a", "b", "ä", "\uFFFD", "😀"), vocabulary.characters());
        assertEquals("b😀a\nä\uFFFDb", decode(text, vocabulary));
    }

    @Test
    void aByteOrderMarkIsNoCharacter() throws Exception {
        assertEquals(2, read("\uFEFFab").length());
    }

    @Test
    void theVocabularyIsThatOfTheFirstCharacters() throws Exception {
        Characters text = read("abca\nxay");
        Vocabulary vocabulary = text.vocabulary(5, false);
        assertEquals(List.of("\n", "a", "b", "c"), vocabulary.characters());
        UserException e = assertThrows(UserException.class, () -> text.indices(vocabulary));
        assertTrue(e.getMessage().contains("text.txt:2: character 1, \"x\" (U+0078)"), e.getMessage());
    }

    @Test
    void unknownCharactersHaveIndexZeroWhereTheyAreAllowed() throws Exception {
        Characters text = read("abxa");
        Vocabulary vocabulary = text.vocabulary(2, true);
        assertEquals(3, vocabulary.size());
        assertEquals("ab\uFFFDa", decode(text, vocabulary));
        assertEquals("ab\uFFFDa", decode(text, Vocabulary.of(vocabulary.characters(), true)));
    }

    @Test
    void aTextOfTheCallerHasPlacesToo() {
        Vocabulary vocabulary = Vocabulary.of(List.of("\n", "a"), false);
        UserException e =
                assertThrows(UserException.class, () -> Characters.of("aa\na😀").indices(vocabulary));
        assertTrue(e.getMessage().startsWith("character 2 of line 2, \"😀\" (U+1F600)"), e.getMessage());
    }

    @Test
    void whatIsNoTextIsRefused() throws Exception {
        Path file = folder.resolve("latin1.txt");
        Files.write(file, "a\nbä".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(message(file).contains("latin1.txt:2: "), message(file));
        assertTrue(message(folder).contains("is a folder"), message(folder));
        assertTrue(message(folder.resolve("none.txt")).contains("no such file"));
    }

    private static String message(Path file) {
        return assertThrows(UserException.class, () -> Characters.read(file)).getMessage();
    }
}
