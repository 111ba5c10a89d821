// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.engine.log.MqLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code after-commit}: what is sent within a transaction is held in memory, sent in order after its commit and dropped at
 * its rollback. Thread-safe.
 */
public final class AfterCommit implements Deferral {
    private final MqLog log = MqLog.of(AfterCommit.class);
    private final MqLog.Limit unheard = new MqLog.Limit(System::nanoTime);
    private final UntilCommit waiting;
    private final MqProducer direct;

    /**
     * @param transactions of the environment
     * @param maxMessages of one transaction
     * @param maxBytes of one transaction
     * @param direct sends after the commit
     */
    public AfterCommit(JtaTransactions transactions, int maxMessages, long maxBytes, MqProducer direct) {
        this.waiting = new UntilCommit(transactions, maxMessages, maxBytes, this::send);
        this.direct = direct;
    }

    @Override
    public boolean takes(MqMessage message, @Nullable MqSendCallback callback) {
        var kept = waiting.current(message);
        if (kept == null) {
            return false;
        }
        kept.add(TracedMessage.of(message), callback);
        return true;
    }

    /** As one batch: a broker that is away then holds the committing thread once and not for each message. */
    private void send(List<UntilCommit.Held> all) {
        var unused = direct.sendBatchAsync(
                        all.stream().map(UntilCommit.Held::message).toList())
                .thenAccept(batch -> {
                    for (int i = 0; i < all.size(); i++) {
                        tell(all.get(i), batch.results().get(i));
                    }
                });
    }

    private void tell(UntilCommit.Held held, MqBatchResult.Result result) {
        var message = held.message();
        var failure = result.failure().orElse(null);
        if (failure == null) {
            var receipt = result.receipt().orElseThrow();
            waiting.tell(
                    message,
                    callback -> callback.acknowledged(
                            message, receipt.partition(), receipt.offset(), receipt.timestampMillis()),
                    held.callback());
            return;
        }
        if (held.callback() == null && unheard.permits()) {
            log.lostAfterCommit(failure);
        }
        waiting.tell(message, callback -> callback.failed(message, failure), held.callback());
    }
}
