/** CSV files, read into data sets as a recipe says. For use inside the runtime. */
@NullMarked
package org.nn4j.runtime.csv;

import org.jspecify.annotations.NullMarked;
