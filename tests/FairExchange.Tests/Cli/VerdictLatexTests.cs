using FairExchange.Cli.Reporting;
using FairExchange.Model.Language;
using FairExchange.Simulation.Reports;

namespace FairExchange.Tests.Cli;

public class VerdictLatexTests
{
    [Fact]
    public void Protocols_are_rows_properties_columns_and_the_caption_says_what_is_there()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Shell.Run("verify", "honest-cem", "fair-cem", "--property", "fairness", "--latex", folder["verdicts.tex"]).Code);

        Assert.Equal(
            """
            % Verdicts of fairexchange verify. Its caption is the legend; wants \usepackage{booktabs}.
            \begin{table}
            \centering\small\setlength{\tabcolsep}{3pt}
            \begin{tabular}{lcc}
            \toprule
             & \multicolumn{2}{c}{F} \\
            \cmidrule(lr){2-3}
            protocol & A & B \\
            \midrule
            honest-cem & $\times$ & $\bullet$ \\
            fair-cem & $\bullet$ & $\times$ \\
            \bottomrule
            \end{tabular}
            \caption{Verdicts. $\bullet$: proved for up to 2 sessions of the honest party; $\times$: attacked.
            """ + " F fairness, for the honest A (Alice) or B (Bob).}\n\\label{tab:verdicts}\n\\end{table}\n",
            File.ReadAllText(folder["verdicts.tex"]));
    }

    [Fact]
    public void Every_property_has_letters_of_its_own()
    {
        var letters = Property.All.Select(VerdictLatex.Short).ToList();

        Assert.Equal(letters.Count, letters.Distinct().Count());
        Assert.Equal(
            ["F", "NRO", "CO", "Ti", "Tr"],
            new[]
            {
                Property.Fairness, Property.NonRepudiationOfOrigin, Property.CutOff, Property.Timeliness, Property.Transparency,
            }.Select(VerdictLatex.Short));
    }

    [Fact]
    public void Each_outcome_has_its_sign_and_only_those_that_occur_are_explained()
    {
        var text = VerdictLatex.Of(
        [
            Row("a", "optimism", 1, "proved"), Row("a", "optimism", 2, "attacked"), Row("a", "effectiveness", 1, "vacuous"),
            Row("b", "optimism", 1, "no-attack-up-to"), Row("b", "effectiveness", 1, "proved", expected: false),
        ]);

        Assert.Contains("\na & $\\emptyset$ & $\\times_{2}$ \\\\\n", text, StringComparison.Ordinal);
        Assert.Contains("\nb & $\\bullet$$^!$ & ? \\\\\n", text, StringComparison.Ordinal);
        Assert.Contains("$\\times_{2}$: attacked from so many sessions on", text, StringComparison.Ordinal);
        Assert.Contains("$^!$: not as expected (b for 1 only)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$\\times$", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not stated", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Alice", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a_b", "a\\_b")]
    [InlineData("50% of #1 & {x}$", "50\\% of \\#1 \\& \\{x\\}\\$")]
    [InlineData("a\\b^c~d", "a\\textbackslash{}b\\textasciicircum{}c\\textasciitilde{}d")]
    [InlineData("fair-cem", "fair-cem")]
    [InlineData("a--b ?`c ''", "a-{}-b ?{}`c '{}'")]
    [InlineData("<x|y>", "\\textless{}x\\textbar{}y\\textgreater{}")]
    public void What_TeX_would_read_as_its_own_is_a_letter(string text, string written) => Assert.Equal(written, VerdictLatex.Escape(text));

    private static VerdictRow Row(string protocol, string property, int sessions, string verdict, bool? expected = null) =>
        new(protocol, property, "", sessions, verdict, null, null, expected);
}
