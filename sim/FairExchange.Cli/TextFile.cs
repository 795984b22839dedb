using System.Text;

namespace FairExchange.Cli;

/// <summary>Texts as people's programs write them: UTF-8, with or without the byte order mark of Windows editors and spreadsheets.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="largest">In bytes; more is refused.</param>
    /// <param name="isFound">Nobody has named it himself: it must be a plain file.</param>
    /// <exception cref="UserError">The file is not there, cannot be read, is larger, or is no text in UTF-8.</exception>
    public static string Read(string path, long largest, bool isFound = false)
    {
        var bytes = ReadBytes(path, largest, isFound);
        try
        {
            return Strict.GetString(bytes.Span);
        }
        catch (DecoderFallbackException problem)
        {
            throw new UserError($"{path} is not text in UTF-8 (byte {problem.Index + 1}): save it as UTF-8");
        }
    }

    /// <summary>For readers that decode themselves; without the mark.</summary>
    /// <exception cref="UserError">The file is not there, cannot be read, or is larger, or is text of another encoding.</exception>
    public static ReadOnlyMemory<byte> ReadBytes(string path, long largest, bool isFound = false)
    {
        ReadOnlyMemory<byte> bytes = isFound ? WholeFile.ReadPlain(path, largest) : WholeFile.Read(path, largest);
        return bytes.Span switch
        {
            [0xEF, 0xBB, 0xBF, ..] => bytes[3..],
            [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] => throw new UserError($"{path} is text in UTF-16: save it as UTF-8"),
            _ => bytes,
        };
    }
}
