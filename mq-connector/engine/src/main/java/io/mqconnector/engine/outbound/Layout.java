// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound;

import io.mqconnector.api.MqMessage;
import java.util.List;

/** The stripes there are, and which message goes where. Immutable. */
final class Layout {
    private final Stripe[] stripes;
    private final StripeRouter router;

    Layout(List<Stripe> stripes) {
        this.stripes = stripes.toArray(Stripe[]::new);
        this.router = new StripeRouter(this.stripes.length);
    }

    int size() {
        return stripes.length;
    }

    Stripe stripe(int index) {
        return stripes[index];
    }

    List<Stripe> stripes() {
        return List.of(stripes);
    }

    Stripe of(MqMessage message) {
        return stripes.length == 1 ? stripes[0] : stripes[router.route(message)];
    }

    Stripe of(QueuedSend send) {
        return stripes[router.route(send.hash)];
    }
}
