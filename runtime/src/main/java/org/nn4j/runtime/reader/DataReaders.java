package org.nn4j.runtime.reader;

import java.util.ServiceLoader;
import org.nn4j.runtime.error.Place;
import org.nn4j.runtime.error.Quote;
import org.nn4j.runtime.error.UserException;
import org.nn4j.runtime.format.Recipe;

/** The readers that are there. */
public final class DataReaders {

    private DataReaders() {}

    /**
     * The reader of a recipe's kind of data.
     *
     * @throws UserException if there is none
     */
    public static DataReader of(Recipe recipe) {
        String kind = recipe.data().kind();
        return ServiceLoader.load(DataReader.class, DataReader.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(reader -> reader.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        Place.NOWHERE,
                        "there is no reader for data of the kind " + Quote.text(kind),
                        "Add the module nn4j-" + kind + " to the class path."));
    }
}
