// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

/** A worker as an executor sees it. Run or rejected, once. */
public interface WorkerTask extends Runnable {
    /** For an executor that learns only later that it cannot run it; the worker is offered again after a moment. */
    void rejected();
}
