#pragma once
// Standard output and standard error for people and pipes: writing to them never throws and never stops the
// program; errors are checked at the end.
#include <string>
#include <string_view>

namespace curtain::tools {

/// Replaces `stdout` and `stderr` by the program's own streams. Call this first: descriptors that are closed
/// at the start are occupied, so that no file opened later gets their numbers and the output.
///
/// Standard error is for people: characters that are not printable() are shown by their numbers. The same
/// holds for standard output if it is a terminal; otherwise its bytes are unchanged.
void open_standard_streams();

/// From now on, output to `stdout` goes to standard error, because standard output receives the file that a
/// command writes ("-").
void print_on_standard_error();

/// The reason of the first failed write to standard output ("No space left on device"); empty if none failed,
/// or if its reader has closed it, as `| head -1` does.
std::string output_error();

/// The text in a form that is safe for a terminal: printable(), except newlines and the escape sequences that
/// the program itself uses: the return to the beginning of an empty line and, with `has_colour`, colours.
std::string for_terminal(std::string_view text, bool has_colour);

}  // namespace curtain::tools
