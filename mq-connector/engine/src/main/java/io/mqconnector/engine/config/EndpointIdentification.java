// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** Whether the name in a broker's certificate must be the one that was connected to. */
public enum EndpointIdentification {
    /** It must, as with HTTPS. */
    HTTPS,
    /** It need not: whoever has any certificate that is trusted can pose as a broker. */
    NONE
}
