using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

public sealed class VocabularyTests
{
    [Fact]
    public void RecognitionName_OfEveryLevel_IsInBothLanguages_AndOfAnyOtherWordTheWord()
    {
        Assert.Equal(
            ["乡镇级|township level", "县级|county level", "市级|city level", "省级|province level", "国家级|national level"],
            Vocabulary.Recognitions.Select(Vocabulary.RecognitionName).Select(n => $"{n.Zh}|{n.En}"));
        Assert.Equal(new LocalizedText("planet"), Vocabulary.RecognitionName("planet"));
    }
}
