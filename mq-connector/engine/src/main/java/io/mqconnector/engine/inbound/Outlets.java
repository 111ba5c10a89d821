// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqSender;
import io.mqconnector.engine.outbound.OffsetTransaction;
import io.mqconnector.spi.Carriers;
import io.mqconnector.spi.MqContextCarrier;
import java.util.List;
import java.util.function.Supplier;

/**
 * What listeners send through. Immutable; its parts are thread-safe.
 *
 * @param producer for listeners without transactions
 * @param transactions begins one
 * @param carriers put what is current into what a listener sends, by either
 */
public record Outlets(MqSender producer, Supplier<OffsetTransaction> transactions, Carriers carriers) {
    /** Those of a listener whose application has carriers of its own. */
    Outlets carrying(List<MqContextCarrier> applications) {
        return new Outlets(producer, transactions, carriers.after(applications));
    }
}
