using FairExchange.Verification.Traces;

namespace FairExchange.Cli.Reporting;

/// <summary>Saved attacks, as commands get them.</summary>
internal static class TraceInput
{
    /// <exception cref="UserError">The file is not there, or is no trace of a protocol of the catalogue.</exception>
    public static Trace Read(CommandContext context, string path)
    {
        try
        {
            return TraceFile.Read(
                TextFile.ReadBytes(path, TraceFile.Largest), id => context.Catalogue.FirstOrDefault(protocol => protocol.Id == id));
        }
        catch (TraceFormatException problem)
        {
            throw new UserError($"{path}: {problem.Message}");
        }
    }
}
