namespace FairExchange.Tests.Cli;

public class BulkTests
{
    [Theory]
    [InlineData("p256")]
    [InlineData("curve25519")]
    public void A_resolve_is_shown_to_cost_the_same_for_a_kilobyte_and_for_a_megabyte(string suite)
    {
        var run = Shell.Run("bulk", "1KB", "1MB", "--suite", suite);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("the same for all", run.Output, StringComparison.Ordinal);
        var rows = run.Lines.Where(line => line.TrimStart().StartsWith('1'))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        // 32 bytes of commitment, and 16 of tag for each 64 KiB.
        Assert.Equal(["1,024", "1,048,576"], rows.Select(row => row[0]));
        Assert.Equal(["1,072", "1,048,864"], rows.Select(row => row[1]));
        Assert.Equal(rows[0][2..], rows[1][2..]);
        Assert.Equal(run, Shell.Run("bulk", "1KB", "1MB", "--suite", suite));
    }

    [Theory]
    [InlineData("SIZE is '7'", "bulk", "7")]
    [InlineData("SIZE is '0KB'", "bulk", "0KB")]
    [InlineData("SIZE is '-1MB'", "bulk", "1KB", "--", "-1MB")]
    [InlineData("there is no suite with bytes 'symbolic'; there are p256, curve25519", "bulk", "--suite", "symbolic")]
    public void Whatever_is_wrong_takes_one_line(string said, params string[] args) => Shell.Run(args).AssertMisused(said);
}
