using System.Diagnostics;
using FairExchange.Cli;

namespace FairExchange.Tests.Cli;

public class ExperimentPlotTests
{
    private const string Drawing =
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Gnuplot</title>\n<desc>Produced by GNUPLOT 5.4</desc>\n</svg>";

    [Fact]
    public void Without_gnuplot_one_line_says_how_to_get_it_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var before = Directory.GetFiles(folder["run"]).Order(StringComparer.Ordinal).ToList();

        Shell.Run(context => context with { Gnuplot = "no-such-gnuplot" }, "experiment", "plot", "--in", folder["run"])
            .AssertMisused("apt-get install gnuplot-nox");
        Assert.Equal(before, Directory.GetFiles(folder["run"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_picture_its_script_and_the_page_stand_beside_the_tables_and_are_the_same_again()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var first = Plot(folder, $"cat >{folder["seen"]}; echo '{Drawing}'");
        var page = File.ReadAllText(Path.Combine(folder["run"], "index.html"));

        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Equal(File.ReadAllText(Path.Combine(folder["run"], "e6-liability.gp")), File.ReadAllText(folder["seen"]));
        Assert.Equal(Drawing.Replace(
            "Gnuplot", "E6 liability: What does each trusted party hold, for how long, and what may it lose?", StringComparison.Ordinal)
            .Replace("<desc>Produced by GNUPLOT 5.4</desc>\n", "", StringComparison.Ordinal)
                + "\n", File.ReadAllText(Path.Combine(folder["run"], "e6-liability.svg")));
        Assert.Contains("<img src=\"e6-liability.svg\"", page, StringComparison.Ordinal);
        Assert.Contains("a visible trusted party holds", page, StringComparison.Ordinal);
        Assert.Contains("pec_log", page, StringComparison.Ordinal);

        Plot(folder, $"cat >/dev/null; echo '{Drawing}'");
        Assert.Equal(page, File.ReadAllText(Path.Combine(folder["run"], "index.html")));
    }

    /// <summary>A page elsewhere finds the pictures and the tables.</summary>
    [Fact]
    public void The_page_goes_where_it_is_wanted()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var shell = Plot(folder, $"cat >/dev/null; echo '{Drawing}'", "--page", folder["of all/index.html"]);

        Assert.Equal(0, shell.Code);
        var page = File.ReadAllText(folder["of all/index.html"]);
        Assert.Contains("<img src=\"../run/e6-liability.svg\"", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"../run/e6-liability-summary.csv\"", page, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["run/index.html"]));
    }

    [Fact]
    public void A_folder_in_the_pages_place_is_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        Run(folder);

        Plot(folder, $"cat >/dev/null; echo '{Drawing}'", "--page", folder["run"]).AssertMisused("it is a folder");
        Assert.Empty(Directory.GetFiles(folder["run"], "*.svg"));
    }

    [Fact]
    public void What_gnuplot_says_against_a_script_is_told_in_one_line_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        Run(folder);

        Plot(folder, "cat >/dev/null; echo 'line 3: no such thing' >&2; echo here >&2; exit 1").AssertMisused("line 3: no such thing here");
        Assert.Empty(Directory.GetFiles(folder["run"], "index.html"));
        Assert.Empty(Directory.GetFiles(folder["run"], "*.gp"));
    }

    /// <summary>A plot of many curves is some ten thousand letters, which gnuplot repeats.</summary>
    [Fact]
    public void Of_much_that_gnuplot_says_the_end_is_told()
    {
        using var folder = new TemporaryFolder();
        Run(folder);

        var said = Plot(
            folder, "cat >/dev/null; for i in $(seq 2000); do echo \"plot $i\"; done >&2; echo 'line 3: no such thing' >&2; exit 1");
        said.AssertMisused("line 3: no such thing");
        Assert.InRange(said.Error.Length, 100, 400);
    }

    [Fact]
    public void A_folder_without_a_run_is_refused()
    {
        using var folder = new TemporaryFolder();
        Shell.Run("experiment", "plot", "--in", folder["nothing"]).AssertMisused("has no summary of an experiment");
    }

    [Theory]
    [InlineData("provenance.json", "{}")]
    [InlineData("datapackage.json", "[]")]
    [InlineData("e6-liability-summary.csv", "experiment,scenario\n")]
    [InlineData("e6-liability-summary.csv", "experiment,scenario\nE6,a\n")]
    public void A_damaged_file_is_named(string name, string text)
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        File.WriteAllText(Path.Combine(folder["run"], name), text);

        Shell.Run("experiment", "plot", "--in", folder["run"]).AssertMisused(name);
    }

    /// <summary>Spreadsheets save decimal commas and words, and what is no number would be drawn without a word, or not at all.</summary>
    [Theory]
    [InlineData("1,5")]
    [InlineData("-")]
    [InlineData("many")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e400")]
    [InlineData(" ")]
    public void A_cell_that_is_no_number_is_named_by_file_line_and_column(string cell)
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var path = Path.Combine(folder["run"], "e6-liability-summary.csv");
        var lines = File.ReadAllLines(path);
        var (columns, cells) = (lines[0].Split(','), lines[1].Split(','));
        foreach (var column in new[] { "replications", columns.First(name => name.EndsWith("_mean", StringComparison.Ordinal)),
            columns[^1] })
        {
            var changed = cells.Select((given, at) => columns[at] == column ? $"\"{cell}\"" : given);
            File.WriteAllLines(path, lines.Select((line, at) => at == 1 ? string.Join(',', changed) : line));

            Plot(folder, $"cat >/dev/null; echo '{Drawing}'")
                .AssertMisused($"e6-liability-summary.csv: line 2: {column} is '{cell}': a number is wanted");
        }
    }

    [Fact]
    public void Columns_and_rows_are_those_of_the_experiment_each_once()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var path = Path.Combine(folder["run"], "e6-liability-summary.csv");
        var lines = File.ReadAllLines(path);

        Refuse(lines.Select(line => line + ",more"), "line 1: the column 'more' is not known here");
        Refuse(lines.Select(line => line[..line.LastIndexOf(',')]), "line 1: there is no column");
        Refuse(lines.Append(lines[1]), $"line {lines.Length + 1}: the same scenario and protocol are there already");
        Refuse(lines.Append("more"), $"line {lines.Length + 1}:");

        void Refuse(IEnumerable<string> changed, string said)
        {
            File.WriteAllLines(path, changed);
            Plot(folder, $"cat >/dev/null; echo '{Drawing}'").AssertMisused($"e6-liability-summary.csv: {said}");
        }
    }

    /// <summary>As a spreadsheet on Windows saves it.</summary>
    [Fact]
    public void A_table_with_a_byte_order_mark_and_other_line_ends_gives_the_same_page()
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        Assert.Equal(0, Plot(folder, $"cat >/dev/null; echo '{Drawing}'").Code);
        var page = File.ReadAllText(Path.Combine(folder["run"], "index.html"));
        foreach (var name in new[] { "e6-liability-summary.csv", "provenance.json",
            "datapackage.json" }.Select(name => Path.Combine(folder["run"], name)))
        {
            File.WriteAllText(name, "\ufeff" + File.ReadAllText(name).ReplaceLineEndings("\r\n"), new System.Text.UTF8Encoding(false));
        }

        Assert.Equal(0, Plot(folder, $"cat >/dev/null; echo '{Drawing}'").Code);
        Assert.Equal(page, File.ReadAllText(Path.Combine(folder["run"], "index.html")));
    }

    /// <summary>A table as it should be, but for rows that somebody has taken out.</summary>
    [Theory]
    [InlineData("all")]
    [InlineData("nothing")]
    public void A_table_without_the_rows_of_one_side_is_named(string keeps)
    {
        using var folder = new TemporaryFolder();
        Run(folder);
        var path = Path.Combine(folder["run"], "e6-liability-summary.csv");
        File.WriteAllLines(path, File.ReadAllLines(path).Where(line => !line.Contains($",{keeps},", StringComparison.Ordinal)));

        Plot(folder, $"cat >/dev/null; echo '{Drawing}'").AssertMisused("e6-liability-summary.csv: it lacks rows");
    }

    private static void Run(TemporaryFolder folder) =>
        Assert.Equal(0, Shell.Run("experiment", "run", "E6", "--replications", "2", "--out", folder["run"]).Code);

    /// <summary>Whoever looks at somebody else's tables stands in that person's folder.</summary>
    [Fact]
    public void A_program_of_that_name_in_the_current_folder_is_not_run()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        Run(folder);
        File.WriteAllText(folder["run/gnuplot"], "#!/bin/sh\necho > was-run\n");
        File.SetUnixFileMode(folder["run/gnuplot"], UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        using var plot = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "fairexchange.dll"), "experiment", "plot", "--in", "."])
        {
            WorkingDirectory = folder["run"],
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Assert.True(plot.WaitForExit(TimeSpan.FromSeconds(60)));

        Assert.False(File.Exists(folder["run/was-run"]));
    }

    /// <summary>A shell script in gnuplot's place.</summary>
    private static Shell Plot(TemporaryFolder folder, string script, params string[] more)
    {
        var gnuplot = folder["gnuplot"];
        WholeFile.Write(gnuplot, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(gnuplot, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }

        return Shell.Run(context => context with { Gnuplot = gnuplot }, ["experiment", "plot", "--in", folder["run"], .. more]);
    }
}
