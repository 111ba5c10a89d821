// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import jakarta.resource.spi.UnavailableException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a server that could not call a bean from a bean that failed. Servers say the first with exceptions of their own
 * from the call itself, so that some are known by name.
 */
final class ServerTrouble {
    /** WildFly: the component is stopping, or its pool gave no instance in time. */
    private static final Set<String> TYPES = Set.of(
            "org.jboss.as.ee.component.ComponentIsStoppedException",
            "org.jboss.as.ejb3.component.EJBComponentUnavailableException");

    private static final Set<String> CODES = Set.of("WFLYEJB0378", "WFLYEJB0421");
    /** GlassFish and Payara. */
    private static final Set<String> WORDS =
            Set.of("message-bean invocation closed by container", "container is in STOPPED");

    private static final int DEEPEST = 20;

    private ServerTrouble() {}

    static boolean isCauseOf(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof UnavailableException
                    || TYPES.contains(cause.getClass().getName())
                    || isNamedIn(cause.getMessage())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isNamedIn(@Nullable String message) {
        return message != null
                && (CODES.stream().anyMatch(message::startsWith)
                        || WORDS.stream().anyMatch(message::contains));
    }
}
