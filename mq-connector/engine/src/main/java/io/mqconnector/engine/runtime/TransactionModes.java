// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqProducer;
import io.mqconnector.engine.config.ConfigKeys;
import io.mqconnector.engine.config.ConnectionConfig;
import io.mqconnector.engine.config.JtaMode;
import io.mqconnector.engine.outbound.AfterCommit;
import io.mqconnector.engine.outbound.Deferral;
import io.mqconnector.engine.outbound.JtaProducer;
import io.mqconnector.engine.outbound.JtaTransactions;
import io.mqconnector.engine.outbound.NotEnlisted;
import io.mqconnector.engine.outbound.outbox.Database;
import io.mqconnector.engine.outbound.outbox.Outbox;
import io.mqconnector.engine.outbound.outbox.RelaySettings;
import io.mqconnector.engine.outbound.outbox.ToOutbox;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What becomes of sends within JTA transactions, as configured, and the outboxes of a connector. Thread-safe. */
final class TransactionModes implements AutoCloseable {
    private final ConnectionConfig config;
    private final String instanceId;
    private final Outbox.Surroundings surroundings;
    private final MqProducer producer;
    /** Its own concurrency: those that are open. */
    private final Set<Outbox> outboxes = ConcurrentHashMap.newKeySet();

    /**
     * @param config with the mode
     * @param instanceId of the connector, for the log
     * @param transactions of the environment; null if it has none
     * @param direct sends at once
     * @param surroundings of outboxes
     * @param errors told the code of each message that is refused
     * @throws MqConfigException if the mode is impossible here
     */
    TransactionModes(
            ConnectionConfig config,
            String instanceId,
            @Nullable JtaTransactions transactions,
            MqProducer direct,
            Outbox.Surroundings surroundings,
            Consumer<MqErrorCode> errors) {
        this.config = config;
        this.instanceId = instanceId;
        this.surroundings = surroundings;
        var deferral = deferral(transactions, direct);
        this.producer = deferral == null ? direct : new JtaProducer(direct, deferral, surroundings.payloads(), errors);
    }

    private @Nullable Deferral deferral(@Nullable JtaTransactions transactions, MqProducer direct) {
        var mode = config.get(ConfigKeys.PRODUCER_JTA);
        if (mode == JtaMode.NONE) {
            return null;
        }
        if (transactions == null) {
            throw new MqConfigException(List.of(config.described(ConfigKeys.PRODUCER_JTA)
                    + ": there are no JTA transactions here, only in a server; leave it out"
                    + (mode == JtaMode.OUTBOX ? " and use Mq.outbox(dataSource)" : "")));
        }
        return switch (mode) {
            case AFTER_COMMIT ->
                new AfterCommit(
                        transactions,
                        config.get(ConfigKeys.PRODUCER_JTA_MAX_MESSAGES),
                        config.get(ConfigKeys.PRODUCER_JTA_MAX_BYTES),
                        direct);
            case OUTBOX -> new ToOutbox(transactions, open(Database.ofJndi(config.get(ConfigKeys.OUTBOX_DATA_SOURCE))));
            default -> new NotEnlisted(transactions);
        };
    }

    /** For applications. */
    MqProducer producer() {
        return producer;
    }

    /** Another outbox; closed with this. */
    Outbox open(Database database) {
        var made = new Outbox[1];
        var outbox = Outbox.open(
                RelaySettings.of(config, instanceId), database, surroundings, () -> outboxes.remove(made[0]));
        made[0] = outbox;
        outboxes.add(outbox);
        return outbox;
    }

    @Override
    public void close() {
        Set.copyOf(outboxes).forEach(Outbox::close);
    }
}
