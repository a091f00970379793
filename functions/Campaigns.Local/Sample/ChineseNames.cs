using Campaigns.Local.Rehearsal;

namespace Campaigns.Local.Sample;

/// <summary>Names of people and places for the sample county: made up from lists, the same at every run.</summary>
internal static class ChineseNames
{
    const int Seed = 20260101;

    static readonly (string Zh, string En)[] Surnames = Pairs(
        "王Wang 李Li 张Zhang 刘Liu 陈Chen 杨Yang 赵Zhao 黄Huang 周Zhou 吴Wu 徐Xu 孙Sun 胡Hu 朱Zhu 高Gao 林Lin 何He 郭Guo 马Ma 罗Luo 梁Liang 宋Song 郑Zheng 谢Xie " +
        "韩Han 唐Tang 冯Feng 于Yu 董Dong 萧Xiao 程Cheng 曹Cao 袁Yuan 邓Deng 许Xu 傅Fu 沈Shen 曾Zeng 彭Peng 吕Lü 苏Su 卢Lu 蒋Jiang 蔡Cai 贾Jia 丁Ding 魏Wei 薛Xue 叶Ye 阎Yan");

    static readonly (string Zh, string En)[] Given = Pairs(
        "伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan 杰jie 娟juan 涛tao 明ming 超chao 秀xiu 霞xia 平ping 刚gang 桂gui 英ying 华hua " +
        "玉yu 兰lan 春chun 梅mei 建jian 国guo 文wen 志zhi 海hai 波bo 宁ning 福fu 生sheng 龙long 永yong 康kang 庆qing 林lin 晓xiao 东dong 云yun 红hong 光guang 荣rong 鹏peng 新xin");

    static readonly (string Zh, string En)[] Townships = Pairs(
        "清河Qinghe 白杨Baiyang 石桥Shiqiao 柳林Liulin 双泉Shuangquan 青山Qingshan 龙湾Longwan 凤凰Fenghuang 大堰Dayan 东湖Donghu 西塬Xiyuan 南坪Nanping 北川Beichuan " +
        "金沙Jinsha 银杏Yinxing 红旗Hongqi 和平Heping 永丰Yongfeng 长兴Changxing 安定Anding 太平Taiping 新集Xinji 古渡Gudu 松岭Songling 竹溪Zhuxi 梅园Meiyuan 兰亭Lanting " +
        "云台Yuntai 月牙Yueya 三岔Sancha");

    static readonly (string Zh, string En)[] PlaceHeads = Pairs(
        "上Shang 下Xia 前Qian 后Hou 东Dong 西Xi 南Nan 北Bei 大Da 小Xiao 新Xin 老Lao 高Gao 长Chang 双Shuang 石Shi 金Jin 青Qing " +
        "白Bai 红Hong 黄Huang 清Qing 柳Liu 松Song 桃Tao 杏Xing 梅Mei 竹Zhu");

    static readonly (string Zh, string En)[] PlaceTails = Pairs(
        "庄zhuang 坪ping 沟gou 湾wan 桥qiao 店dian 营ying 堡bao 寨zhai 岭ling 河he 泉quan 塘tang 坝ba 川chuan 坡po " +
        "屯tun 洼wa 井jing 峪yu 台tai 岗gang 垭ya 墩dun 冲chong 塬yuan 集ji 渡du 坊fang 林lin");

    public static IReadOnlyList<(string Zh, string En)> Departments { get; } =
    [
        ("县委办公室", "County committee office"), ("县政府办公室", "County government office"), ("教育局", "Education bureau"), ("财政局", "Finance bureau"),
        ("农业农村局", "Agriculture and rural affairs bureau"), ("水利局", "Water bureau"), ("交通运输局", "Transport bureau"), ("卫生健康局", "Health bureau"),
        ("民政局", "Civil affairs bureau"), ("人力资源和社会保障局", "Human resources and social security bureau"), ("自然资源局", "Natural resources bureau"),
        ("住房和城乡建设局", "Housing and construction bureau"), ("文化和旅游局", "Culture and tourism bureau"), ("市场监督管理局", "Market regulation bureau"),
    ];

    public static IReadOnlyList<(string Zh, string En)> Stations { get; } = [("卫生院", "health centre"), ("农技站", "agricultural station")];

    /// <summary>The <paramref name="index"/>-th township's name (0–29).</summary>
    public static (string Zh, string En) Township(int index) => Townships[index];

    /// <summary>The <paramref name="index"/>-th village's name; different for every index below 840.</summary>
    public static (string Zh, string En) Village(int index)
    {
        var head = PlaceHeads[index / PlaceTails.Length % PlaceHeads.Length];
        var tail = PlaceTails[index % PlaceTails.Length];
        return (head.Zh + tail.Zh, head.En + tail.En);
    }

    /// <summary>A person's name, by the person's id.</summary>
    public static (string Zh, string En) Person(string id)
    {
        var surname = Surnames[Choice.Number(Seed, Surnames.Length, id, "surname")];
        var first = Given[Choice.Number(Seed, Given.Length, id, "first")];
        if (Choice.Share(Seed, id, "single") < 0.15)
            return (surname.Zh + first.Zh, $"{Capital(first.En)} {surname.En}");
        var second = Given[Choice.Number(Seed, Given.Length, id, "second")];
        return (surname.Zh + first.Zh + second.Zh, $"{Capital(first.En)}{second.En} {surname.En}");
    }

    static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    static (string, string)[] Pairs(string list) =>
        [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word =>
        {
            var latin = word.AsSpan().IndexOfAnyInRange('A', 'z');
            return (word[..latin], word[latin..]);
        })];
}
