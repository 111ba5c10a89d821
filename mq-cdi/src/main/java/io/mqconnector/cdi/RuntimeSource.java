// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A place where an application's runtime comes from. Sources are asked in order; the first that has one decides, and a
 * source that has an unusable one throws, so that a mistake is not covered up by a later source.
 */
interface RuntimeSource {
    /**
     * Takes the runtime, once an application.
     *
     * @param applicationLoader the application's class loader
     * @param settings the application's own configuration: full key to value
     * @param config the application's settings in code; a source of runtimes that run already refuses all but an empty one
     * @return empty if there is none here
     * @throws io.mqconnector.api.MqConfigException if there is one that cannot be used: one sentence for each reason
     */
    Optional<RuntimeLease> lease(
            ClassLoader applicationLoader, Function<String, Optional<String>> settings, MqConfig config);

    /**
     * What will have a runtime here once the server has started it; empty if there is nothing to wait for. A server may
     * deploy an application before the resource adapter that comes in the same archive.
     */
    default Optional<String> awaited() {
        return Optional.empty();
    }

    /**
     * Waits for what is {@link #awaited()}, if anything is.
     *
     * @param limit how long at most
     */
    default void await(Duration limit) throws InterruptedException {}

    /** Where it looks and how to put something there, for the error when no source has a runtime. */
    String searched(ClassLoader applicationLoader);
}
