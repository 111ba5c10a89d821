// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.engine.config.Overrides;
import io.mqconnector.engine.management.ChangeReport;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants another configuration.
 *
 * @param by who, for people
 * @param overrides of those in force makes those wanted; null to read the sources alone
 * @param report completed, never exceptionally, with what became of it
 */
record ChangeRequest(String by, @Nullable UnaryOperator<Overrides> overrides, CompletableFuture<ChangeReport> report) {
    ChangeRequest(String by, @Nullable UnaryOperator<Overrides> overrides) {
        this(by, overrides, new CompletableFuture<>());
    }

    boolean isOfSource() {
        return overrides == null;
    }
}
