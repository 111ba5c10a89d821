// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.spi.MqPayloadConverter;
import java.util.Optional;

/** Reads and writes envelopes. Thread-safe. Names no type of a JSON library, so that mq-cdi loads without one. */
interface EnvelopeFormat extends MqPayloadConverter {
    /** The event type of the envelope that {@code bytes} may be. */
    Optional<String> eventType(byte[] bytes);
}
