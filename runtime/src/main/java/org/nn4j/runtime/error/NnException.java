package org.nn4j.runtime.error;

import org.jspecify.annotations.Nullable;

/** Anything that goes wrong in the runtime: a {@link UserException} or an {@link InternalException}. */
public abstract sealed class NnException extends RuntimeException permits UserException, InternalException {

    private final String message;

    NnException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
