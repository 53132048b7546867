package org.nn4j.runtime.error;

import org.jspecify.annotations.Nullable;

/** A fault of nn4j itself: something happened that no file and no data should be able to cause. */
public final class InternalException extends NnException {

    /** Says what was being done; the cause says why it failed. */
    public InternalException(String message, @Nullable Throwable cause) {
        super(message + ". This is a fault in nn4j: please report it.", cause);
    }
}
