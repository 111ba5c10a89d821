// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import java.util.List;

/**
 * What the end of a connector needs, and nothing before it. A server may take the files of a resource adapter away while it
 * still stops it (Open Liberty does): a class that is not loaded by then is not to be had any more, and what it would have
 * closed stays open. Stateless.
 *
 * <p>The names are measured: {@code ClosingClassesIT} fails when one is missing. What Kafka's clients load while they connect
 * for the first time is not among them.
 */
public final class ClosingClasses {
    private static final List<String> NAMES = List.of(
            "io.mqconnector.engine.client.ErrorRow",
            "io.mqconnector.engine.client.ErrorRow$Proof",
            "io.mqconnector.engine.client.ErrorRow$Verdict",
            "io.mqconnector.engine.client.ErrorTable",
            "io.mqconnector.engine.client.ErrorTable$Rows",
            "io.mqconnector.engine.client.KafkaErrors",
            "io.mqconnector.engine.client.KafkaErrors$1",
            "io.mqconnector.engine.client.Progress",
            "io.mqconnector.engine.inbound.Subscription",
            "io.mqconnector.engine.outbound.ExclusiveSender",
            "io.mqconnector.engine.outbound.LocalTransaction",
            "io.mqconnector.engine.outbound.outbox.Outbox",
            "io.mqconnector.engine.outbound.outbox.RecordSender",
            "io.mqconnector.engine.runtime.ConfigTargets$Listener",
            "io.mqconnector.engine.runtime.Listeners$Live",
            "io.mqconnector.engine.runtime.RecordMethods",
            "org.apache.commons.pool2.DestroyMode");

    private ClosingClasses() {}

    /** Loads them, without initializing them; one that is not there is left out. */
    public static void load() {
        var loader = ClosingClasses.class.getClassLoader();
        NAMES.forEach(name -> load(name, loader));
    }

    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return; // of another version of a library: loaded when it is needed, if at all
        }
    }
}
