// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

/** How a producer compresses its batches; the words are Kafka's. */
public enum Compression {
    /** Not at all. */
    NONE,
    /** DEFLATE: small and slow. */
    GZIP,
    /** Fast. */
    SNAPPY,
    /** Fast, the default. */
    LZ4,
    /** Smallest for its speed. */
    ZSTD
}
