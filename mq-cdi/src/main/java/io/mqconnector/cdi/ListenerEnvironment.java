// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.spi.MqContextCarrier;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What all listeners of an application have in common. Immutable.
 *
 * @param applicationConfig the application's own configuration: full key to value
 * @param applicationLoader the context class loader around each delivery
 * @param carriers those that are no beans
 * @param json what reads payloads that nothing else reads
 * @param envelopes what envelopes say of their delivery
 */
record ListenerEnvironment(
        Function<String, Optional<String>> applicationConfig,
        ClassLoader applicationLoader,
        List<MqContextCarrier> carriers,
        ApplicationJson json,
        EnvelopeRules envelopes) {}
