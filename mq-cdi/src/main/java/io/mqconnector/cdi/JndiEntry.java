// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import org.jspecify.annotations.Nullable;

/**
 * What a look-up in JNDI brought. Immutable.
 *
 * @param object what is bound, or null
 * @param absence why there is no object: {@code nothing is bound there}
 * @param failure what went wrong with a look-up that says neither that something is there nor that nothing is, or null
 */
record JndiEntry(
        @Nullable Object object, String absence, @Nullable Throwable failure) {
    private static final String NO_JNDI = "there is no JNDI here";

    /** Looks {@code name} up, for the application on whose thread this runs. */
    static JndiEntry at(String name) {
        try {
            return LookUp.of(name);
        } catch (LinkageError withoutJavaNaming) {
            return nothing(NO_JNDI);
        }
    }

    private static JndiEntry nothing(String absence) {
        return new JndiEntry(null, absence, null);
    }

    /** The only class that names types of {@code javax.naming}. */
    private static final class LookUp {
        @SuppressWarnings("BanJNDI") // the name comes from who deploys, never from a message
        static JndiEntry of(String name) {
            try {
                var object = InitialContext.<@Nullable Object>doLookup(name);
                return object == null ? nothing("nothing is bound there") : new JndiEntry(object, "", null);
            } catch (NamingException | RuntimeException | LinkageError e) {
                return absent(e); // a linkage error: the object is of a class that is not visible here
            }
        }

        /** Some servers say "not found" only in the cause. */
        private static JndiEntry absent(Throwable thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof NameNotFoundException) {
                    return nothing("nothing is bound there");
                }
                if (cause instanceof NoInitialContextException) {
                    return nothing(NO_JNDI);
                }
            }
            return new JndiEntry(null, "the look-up failed: " + thrown, thrown);
        }
    }
}
