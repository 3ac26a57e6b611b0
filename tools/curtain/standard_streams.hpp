#pragma once
// Standard output and standard error. Writing to these streams never throws and never stops the program.
// Errors are checked when the program ends.
#include <string>
#include <string_view>

namespace curtain::tools {

/// Replaces `stdout` and `stderr` by the program's own streams. Call this function first. A descriptor that
/// is closed at the start is occupied, so that no file that is opened later gets its number and therefore the
/// output.
///
/// On standard error, characters that are not printable() are shown by their numbers. The same holds for
/// standard output if it is a terminal. Otherwise its bytes are unchanged.
void open_standard_streams();

/// After this call, output to `stdout` is written to standard error, because standard output contains the
/// file that a command writes ("-").
void print_on_standard_error();

/// The reason of the first failed write to standard output, such as "No space left on device". Empty if no
/// write failed, or if the reader of the output has closed it, as `| head -1` does.
std::string output_error();

/// The text in a form that is safe for a terminal. Characters that are not printable() are replaced, except
/// newlines and the escape sequences of the program itself, which are the return to the beginning of an empty
/// line and, with `has_colour`, colours.
std::string for_terminal(std::string_view text, bool has_colour);

}  // namespace curtain::tools
