// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

/** One of the systems that a workload compares. For one thread; whoever made it closes it. */
public interface Contender extends AutoCloseable {
    /** What its rows are called. */
    String name();

    /**
     * Does the workload once and checks what came out.
     *
     * @return one value for each measure of the workload
     * @throws WrongResultException if anything is lost, duplicated, out of order or not committed
     */
    double[] run() throws InterruptedException;

    @Override
    void close();
}
