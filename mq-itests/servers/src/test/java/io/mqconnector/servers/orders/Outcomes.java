// SPDX-License-Identifier: MIT
package io.mqconnector.servers.orders;

import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the stages of asynchronous sends said, by the text that was sent. Thread-safe. */
@ApplicationScoped
public class Outcomes {
    private final Map<String, String> outcomes = new ConcurrentHashMap<>();

    void note(String text, @Nullable MqReceipt receipt, @Nullable Throwable failure) {
        if (failure instanceof MqSendException known) {
            outcomes.put(text, known.code() + " " + known.outcome());
        } else {
            outcomes.put(text, receipt == null ? String.valueOf(failure) : receipt.isPending() ? "pending" : "written");
        }
    }

    String of(String text) {
        return outcomes.getOrDefault(text, "none yet");
    }
}
