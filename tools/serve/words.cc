#include "tools/serve/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "tools/figure.h"

namespace mizan::tools {
namespace {

constexpr Phrase kPhrases[] = {
    // Verdicts.
    {"conflict", "Conflict", "تعارض"},
    {"disputed", "Disputed", "خلاف بين متحدثين"},
    {"corrected", "Corrected", "مصحَّح"},
    {"partial", "Partial sum", "مجموع ناقص"},
    {"update", "Update", "تحديث"},
    {"incomparable", "Not comparable", "غير قابل للمقارنة"},
    {"rounding", "Rounding", "تقريب"},
    {"agree", "Agreement", "اتفاق"},
    {"single", "Single", "منفرد"},
    {"conflicts", "Conflicts", "تعارضات"},
    {"about.conflict", "They cannot both hold.", "لا يمكن أن تصح معًا."},
    {"about.disputed", "Named speakers contradict each other.", "متحدثون بأسمائهم يناقض بعضهم بعضًا."},
    {"about.corrected", "The same publisher says otherwise later.", "الناشر نفسه قال غير ذلك لاحقًا."},
    {"about.partial", "The listed parts fall short of their total.", "الأجزاء المذكورة أقل من مجموعها."},
    {"about.update", "A running figure that is later.", "رقم متغيّر، وهذا أحدث."},
    {"about.incomparable", "Near enough to show together, not to judge.", "متقاربة بما يكفي للعرض معًا، لا للحكم."},
    {"about.rounding", "One is the other, written more coarsely.", "أحدهما هو الآخر بتقريب."},
    {"about.agree", "The same figure.", "الرقم نفسه."},
    {"about.single", "Nobody else says it.", "لا يقوله غيره."},
    // Kinds of mention.
    {"money", "money", "مبلغ"},
    {"percent", "percent", "نسبة"},
    {"quantity", "quantity", "كمية"},
    {"count", "count", "عدد"},
    {"multiple", "multiple", "مضاعف"},
    {"date", "date", "تاريخ"},
    {"duration", "duration", "مدة"},
    {"age", "age", "عمر"},
    {"ordinal", "rank", "ترتيب"},
    {"number", "number", "رقم"},
    {"entity", "name", "اسم"},
    // Frame.
    {"desk", "The desk", "مكتب الأرقام"},
    {"skip", "Skip to the content", "انتقل إلى المحتوى"},
    {"today", "Today", "اليوم"},
    {"search", "Search", "بحث"},
    {"search.hint", "Words, a name, a figure …", "كلمات أو اسم أو رقم…"},
    {"draft", "Check a draft", "فحص مسودة"},
    {"articles", "Articles", "المقالات"},
    {"facts", "Facts", "المعلومات"},
    {"runs", "Runs", "التشغيلات"},
    {"decisions", "Decisions", "القرارات"},
    {"names", "Names", "الأسماء"},
    {"language.other", "العربية", "English"},
    {"language", "Language", "اللغة"},
    {"digits", "Digits", "الأرقام"},
    {"digits.latin", "Latin digits 123", "أرقام 123"},
    {"digits.arabic", "Arabic digits ١٢٣", "أرقام ١٢٣"},
    {"theme", "Appearance", "المظهر"},
    {"theme.auto", "As the system", "مثل النظام"},
    {"theme.light", "Light", "فاتح"},
    {"theme.dark", "Dark", "داكن"},
    {"main.navigation", "Pages", "الصفحات"},
    {"settings", "Settings", "الإعدادات"},
    {"help", "Keyboard", "لوحة المفاتيح"},
    {"help.j", "next, previous", "التالي، السابق"},
    {"help.enter", "open", "فتح"},
    {"help.a", "accept", "قبول"},
    {"help.r", "reject", "رفض"},
    {"help.n", "note", "ملاحظة"},
    {"help.slash", "search", "بحث"},
    {"help.u", "back to the list", "عودة إلى القائمة"},
    {"help.question", "this list", "هذه القائمة"},
    {"close", "Close", "إغلاق"},
    {"noscript",
     "Without JavaScript these are missing: keyboard review, charts over time, language switching in place, and explanations opened in place. All lists, "
     "searches, drafts and decisions work.",
     "من دون جافاسكربت تغيب: المراجعة بلوحة المفاتيح، والرسوم الزمنية، وتبديل اللغة في مكانها، والشروح المفتوحة في مكانها. أما القوائم والبحث والمسودات "
     "والقرارات فتعمل كلها."},
    {"noscript.built", "This program was built without its scripts: keyboard review and charts over time are missing.",
     "بُني هذا البرنامج من دون نصوصه البرمجية: المراجعة بلوحة المفاتيح والرسوم الزمنية غائبة."},
    {"read.only", "Read only", "للقراءة فقط"},
    {"signed.in", "Signed in as", "الدخول باسم"},
    {"sign.in", "Sign in", "تسجيل الدخول"},
    {"sign.out", "Sign out", "خروج"},
    {"token", "Access token", "رمز الدخول"},
    {"token.wrong", "This token is not known here.", "هذا الرمز غير معروف هنا."},
    {"reader", "reader", "قارئ"},
    {"reviewer", "reviewer", "مراجع"},
    {"editor", "editor", "محرر"},
    // Today and groups.
    {"today.intro", "What the sources do not agree on, the weightiest first.", "ما لا تتفق عليه المصادر، والأثقل أولًا."},
    {"newest", "newest article", "أحدث مقالة"},
    {"all", "All", "الكل"},
    {"open", "Undecided", "بلا قرار"},
    {"done", "Decided", "بقرار"},
    {"state", "State", "الحالة"},
    {"verdict", "Verdict", "الحكم"},
    {"since", "Since", "منذ"},
    {"subject", "Subject", "الموضوع"},
    {"metric", "Measure", "المقياس"},
    {"any", "any", "أيّ"},
    {"filter", "Show", "عرض"},
    {"filters", "Filters", "مرشحات"},
    {"clear", "Clear", "مسح"},
    {"next.page", "Next page", "الصفحة التالية"},
    {"first.page", "First page", "الصفحة الأولى"},
    {"pages", "Pages of the list", "صفحات القائمة"},
    {"empty.groups", "Nothing here. Either all sources agree, or nothing has been reconciled yet: mizan reconcile --db DB.",
     "لا شيء هنا. إما أن المصادر كلها متفقة، أو لم تُجرَ المطابقة بعد: mizan reconcile --db DB."},
    {"empty.filter", "Nothing fits these filters.", "لا شيء يطابق هذه المرشحات."},
    {"source.one", "source", "مصدر"},
    {"sources", "sources", "مصادر"},
    {"sure", "sure", "ثقة"},
    {"weight", "weight", "الوزن"},
    {"values", "Values", "القيم"},
    {"claims", "Who says what", "من يقول ماذا"},
    {"claim", "Claim", "قول"},
    {"over.time", "Values over time", "القيم عبر الزمن"},
    {"scale", "Values on a scale; bars are ranges and hedges", "القيم على مقياس؛ الخطوط نطاقات وتحفظات"},
    {"scale.log", "logarithmic scale", "مقياس لوغاريتمي"},
    {"why", "Why these were compared, and why this verdict", "لماذا قورنت، ولماذا هذا الحكم"},
    {"why.short", "Why", "لماذا"},
    {"loading", "Loading …", "جارٍ التحميل…"},
    {"history", "History", "السجل"},
    {"verdicts.past", "Verdicts", "الأحكام"},
    {"no.decisions", "Nobody has decided anything yet.", "لم يقرر أحد شيئًا بعد."},
    {"review", "Decide", "القرار"},
    {"accept", "Accept", "قبول"},
    {"reject", "Reject", "رفض"},
    {"note", "Note", "ملاحظة"},
    {"correct", "Correct a figure", "تصحيح رقم"},
    {"not_a_fact", "Not a fact", "ليست معلومة"},
    {"merge", "Merge names", "دمج أسماء"},
    {"split", "Split a name", "فصل اسم"},
    {"rename", "Rename", "إعادة تسمية"},
    {"undo", "Undo", "تراجع"},
    {"accepted", "Accepted", "مقبول"},
    {"rejected", "Rejected", "مرفوض"},
    {"about.accept", "The comparison is right; it has been dealt with.", "المقارنة صحيحة، وقد عولجت."},
    {"about.reject", "These do not belong together; they are not offered again.", "لا تنتمي هذه إلى بعضها، ولن تُعرض ثانية."},
    {"your.note", "Why (optional)", "السبب (اختياري)"},
    {"your.name", "Your name", "اسمك"},
    {"note.words", "Note", "نص الملاحظة"},
    {"by", "by", "بقلم"},
    {"decided.now", "Kept. It takes effect at the next reconciliation.", "حُفظ القرار، ويسري عند المطابقة القادمة."},
    {"stale", "This has changed since you opened it: look again, then decide.", "تغيّر هذا منذ فتحته: انظر ثانية ثم قرر."},
    {"busy", "The database is being written to. Trying again …", "قاعدة البيانات قيد الكتابة. نحاول ثانية…"},
    {"failed", "That did not work.", "لم ينجح ذلك."},
    {"offline", "The desk does not answer.", "المكتب لا يجيب."},
    {"changed", "There is something new. Show it", "هناك جديد. اعرضه"},
    {"no.longer", "It did not come out of the last reconciliation.", "لم يظهر في المطابقة الأخيرة."},
    {"merged", "was merged into this one", "دُمج في هذا"},
    {"copy", "copy of another's text", "نسخة من نص غيره"},
    {"title.field", "title", "العنوان"},
    {"text.field", "text", "النص"},
    {"check.sum", "Check of a sum", "فحص مجموع"},
    {"check.growth", "Check of a growth rate", "فحص نسبة نمو"},
    {"check.share", "Check of a share", "فحص حصة"},
    {"check.conversion", "Check of a conversion", "فحص تحويل"},
    {"stated", "stated", "المذكور"},
    {"computed", "computed", "المحسوب"},
    {"story", "Story", "القصة"},
    {"same.story", "Other figures of this story", "أرقام أخرى في هذه القصة"},
    {"field", "Field", "الحقل"},
    {"value", "Value", "القيمة"},
    {"unit", "Unit", "الوحدة"},
    {"period", "Period", "الفترة"},
    {"status", "Status", "الوضع"},
    {"save", "Save", "حفظ"},
    {"change.only", "Change only what is wrong.", "غيّر الخطأ وحده."},
    {"actual", "actual", "فعلي"},
    {"planned", "planned", "مخطط"},
    {"projected", "projected", "متوقع"},
    {"target", "target", "مستهدف"},
    {"denied", "denied", "منفي"},
    // Export.
    {"export", "Export", "تصدير"},
    {"csv", "CSV", "CSV"},
    {"json", "JSON", "JSON"},
    {"citation", "Citation", "اقتباس"},
    {"copy.citation", "Copy the citation", "نسخ الاقتباس"},
    {"copied", "Copied", "نُسخ"},
    {"permalink", "Permalink", "رابط دائم"},
    // Entities, articles, search.
    {"entity.page", "Name", "الاسم"},
    {"also.called", "Also called", "يسمى أيضًا"},
    {"in.articles", "As the articles write it", "كما تكتبه المقالات"},
    {"metrics.over.time", "Measures over time", "المقاييس عبر الزمن"},
    {"its.groups", "Compared figures", "أرقام قورنت"},
    {"its.articles", "Articles that mention it", "مقالات تذكره"},
    {"no.facts", "No figures on it yet.", "لا أرقام عنه بعد."},
    {"organisation", "organisation", "مؤسسة"},
    {"org", "organisation", "مؤسسة"},
    {"person", "person", "شخص"},
    {"place", "place", "مكان"},
    {"product", "product", "منتج"},
    {"event", "event", "حدث"},
    {"instrument", "instrument", "أداة مالية"},
    {"article", "Article", "مقالة"},
    {"version", "version", "نسخة"},
    {"of", "of", "من"},
    {"withdrawn", "withdrawn", "مسحوبة"},
    {"live", "live", "منشورة"},
    {"legend", "Marked in the text", "المعلَّم في النص"},
    {"original", "Original", "الأصل"},
    {"mentions", "mentions", "ذِكرًا"},
    {"rule", "rule", "القاعدة"},
    {"found", "Found", "النتائج"},
    {"nothing.found", "Nothing found. Spelling does not matter; every word has to be there.", "لم يوجد شيء. لا يهم الإملاء، لكن يجب أن ترد كل الكلمات."},
    {"search.help", "Finds articles, figures and names. Spelling variants meet: إيرادات finds ايرادات. Put words that stand together between quotation marks.",
     "يجد المقالات والأرقام والأسماء. تتلاقى صور الإملاء: «إيرادات» تجد «ايرادات». ضع الكلمات المتجاورة بين علامتي اقتباس."},
    {"incomplete", "The newest articles are not in the search index yet; reconcile brings it up to date.",
     "أحدث المقالات ليست في فهرس البحث بعد؛ تحدّثه المطابقة."},
    {"figures", "Figures", "الأرقام"},
    // Draft.
    {"draft.intro", "Paste an unpublished text. Each figure is held against the database; nothing is stored.",
     "الصق نصًا لم يُنشر. يُقابَل كل رقم فيه بقاعدة البيانات، ولا يُحفظ شيء."},
    {"draft.text", "The draft", "المسودة"},
    {"draft.title", "Title (optional)", "العنوان (اختياري)"},
    {"draft.day", "Date of the draft (optional)", "تاريخ المسودة (اختياري)"},
    {"draft.place", "Country of the publisher (SA, EG …)", "بلد الناشر (SA، EG…)"},
    {"check", "Check", "افحص"},
    {"draft.empty", "No figure was found in it.", "لم يوجد فيه رقم."},
    {"contradicted", "contradicted", "متعارض"},
    {"confirmed", "confirmed", "مؤكد"},
    {"alone", "nobody else gives it", "لا يذكره غيره"},
    {"against", "against", "ضده"},
    {"with", "with it", "معه"},
    {"others.say", "What others say", "ما يقوله الآخرون"},
    {"draft.marked", "The text as it was read", "النص كما قُرئ"},
    {"draft.long", "The text is too long: 200,000 bytes at most.", "النص أطول مما يُقبل: 200 ألف بايت على الأكثر."},
    // Runs.
    {"runs.intro", "What was read into the database, and when it was compared.", "ما قُرئ إلى قاعدة البيانات، ومتى قورن."},
    {"run", "Run", "تشغيل"},
    {"command", "Command", "الأمر"},
    {"started", "Started", "البدء"},
    {"took", "Took", "المدة"},
    {"unfinished", "not ended", "لم ينته"},
    {"read", "Read", "قُرئ"},
    {"new", "New", "جديد"},
    {"versions", "New versions", "نسخ جديدة"},
    {"unchanged", "Unchanged", "بلا تغيير"},
    {"copies", "Copies", "نسخ مكررة"},
    {"rejections", "Rejected", "مرفوض"},
    {"no.rejections", "Nothing was rejected.", "لم يُرفض شيء."},
    {"per.second", "a second", "في الثانية"},
    {"seconds", "s", "ث"},
    {"speed", "Speed", "السرعة"},
    {"no.runs", "Nothing has been read yet: mizan ingest --db DB PATH.", "لم يُقرأ شيء بعد: mizan ingest --db DB PATH."},
    {"when", "When", "متى"},
    {"who", "Who", "من"},
    {"what", "What", "ماذا"},
    {"on", "On", "على"},
    {"source", "Source", "المصدر"},
    {"published", "Published", "النشر"},
    {"quote", "Quote", "الاقتباس"},
    {"untitled", "Untitled", "بلا عنوان"},
    {"no.source", "source not named", "مصدر غير مسمى"},
    // Errors.
    {"error", "Something is missing", "شيء مفقود"},
    {"error.404", "There is no such page.", "لا توجد هذه الصفحة."},
    {"error.403", "This is not for you to do.", "ليس لك أن تفعل هذا."},
    {"error.busy", "Too much at once. Try again in a moment.", "ضغط كثير. حاول بعد لحظة."},
    {"error.db", "The database could not be read.", "تعذرت قراءة قاعدة البيانات."},
    {"back", "Back to today", "عودة إلى اليوم"},
    // The file that reconcile writes.
    {"file.title", "Figures compared", "مقارنة الأرقام"},
    {"more.groups", "more", "المزيد"},
    {"nothing.compared", "Nothing to compare.", "لا شيء للمقارنة."},
    {"not.on.page", "more are not on this page; --limit or --to json has them.", "غير معروضة هنا؛ تجدها بـ --limit أو --to json."},
    {"stories", "stories", "قصة"},
    {"facts.many", "facts", "معلومة"},
    {"articles.many", "articles", "مقالة"},
    // Measures.
    {"m.revenue", "revenue", "الإيرادات"},
    {"m.advertising_revenue", "advertising revenue", "إيرادات الإعلانات"},
    {"m.revenue_share", "revenue share", "حصة الإيرادات"},
    {"m.profit", "profit", "الأرباح"},
    {"m.loss", "loss", "الخسائر"},
    {"m.sales", "sales", "المبيعات"},
    {"m.cost", "cost", "التكلفة"},
    {"m.price", "price", "السعر"},
    {"m.share_price", "share price", "سعر السهم"},
    {"m.rental_price", "rent", "الإيجار"},
    {"m.valuation", "valuation", "القيمة التقديرية"},
    {"m.market_cap", "market value", "القيمة السوقية"},
    {"m.market_share", "market share", "الحصة السوقية"},
    {"m.market_size", "market size", "حجم السوق"},
    {"m.investment", "investment", "الاستثمار"},
    {"m.funding", "funding", "التمويل"},
    {"m.commitment", "commitment", "الالتزام"},
    {"m.contract_value", "contract value", "قيمة العقد"},
    {"m.aid", "aid", "المساعدات"},
    {"m.order", "order", "الطلبية"},
    {"m.spending", "spending", "الإنفاق"},
    {"m.stake", "stake", "الحصة"},
    {"m.share", "share", "النسبة"},
    {"m.other", "figure", "رقم"},
    {"m.killed", "killed", "القتلى"},
    {"m.deaths", "deaths", "الوفيات"},
    {"m.injured", "injured", "الجرحى"},
    {"m.missing", "missing", "المفقودون"},
    {"m.arrested", "arrested", "الموقوفون"},
    {"m.rescued", "rescued", "من أُنقذوا"},
    {"m.displaced", "displaced", "النازحون"},
    {"m.hospitalised", "in hospital", "في المستشفى"},
    {"m.recovered", "recovered", "المتعافون"},
    {"m.hostages", "hostages", "الرهائن"},
    {"m.refugees", "refugees", "اللاجئون"},
    {"m.cases", "cases", "الحالات"},
    {"m.tests", "tests", "الفحوص"},
    {"m.vaccinated", "vaccinated", "الملقحون"},
    {"m.troops", "troops", "الجنود"},
    {"m.airstrikes", "air strikes", "الغارات"},
    {"m.missiles_fired", "missiles fired", "الصواريخ المطلقة"},
    {"m.intercepted", "intercepted", "ما جرى اعتراضه"},
    {"m.targets", "targets", "الأهداف"},
    {"m.magnitude", "magnitude", "القوة"},
    {"m.production", "production", "الإنتاج"},
    {"m.output_change", "change of output", "تغير الإنتاج"},
    {"m.capacity", "capacity", "القدرة"},
    {"m.consumption", "consumption", "الاستهلاك"},
    {"m.exports", "exports", "الصادرات"},
    {"m.imports", "imports", "الواردات"},
    {"m.trade", "trade", "التجارة"},
    {"m.reserves", "reserves", "الاحتياطيات"},
    {"m.inventories", "inventories", "المخزونات"},
    {"m.gdp", "GDP", "الناتج المحلي"},
    {"m.growth_rate", "growth rate", "معدل النمو"},
    {"m.inflation_rate", "inflation rate", "معدل التضخم"},
    {"m.interest_rate", "interest rate", "سعر الفائدة"},
    {"m.exchange_rate", "exchange rate", "سعر الصرف"},
    {"m.unemployment_rate", "unemployment rate", "معدل البطالة"},
    {"m.change", "change", "التغير"},
    {"m.return", "return", "العائد"},
    {"m.yield", "yield", "العائد"},
    {"m.dividend", "dividend", "توزيعات الأرباح"},
    {"m.budget", "budget", "الميزانية"},
    {"m.deficit", "deficit", "العجز"},
    {"m.surplus", "surplus", "الفائض"},
    {"m.debt", "debt", "الدين"},
    {"m.loan", "loan", "القرض"},
    {"m.deposit", "deposit", "الوديعة"},
    {"m.assets", "assets", "الأصول"},
    {"m.tax", "tax", "الضريبة"},
    {"m.tariff", "tariff", "الرسوم الجمركية"},
    {"m.fine", "fine", "الغرامة"},
    {"m.settlement", "settlement", "التسوية"},
    {"m.ransom", "ransom", "الفدية"},
    {"m.bid", "bid", "العرض"},
    {"m.salary", "salary", "الراتب"},
    {"m.payment", "payment", "الدفعة"},
    {"m.transfer_fee", "transfer fee", "قيمة الانتقال"},
    {"m.cash_burn", "cash burn", "استهلاك النقد"},
    {"m.employees", "employees", "الموظفون"},
    {"m.layoffs", "layoffs", "المسرَّحون"},
    {"m.jobs", "jobs", "الوظائف"},
    {"m.population", "population", "السكان"},
    {"m.members", "members", "الأعضاء"},
    {"m.users", "users", "المستخدمون"},
    {"m.subscribers", "subscribers", "المشتركون"},
    {"m.customers", "customers", "العملاء"},
    {"m.visitors", "visitors", "الزوار"},
    {"m.passengers", "passengers", "الركاب"},
    {"m.students", "students", "الطلاب"},
    {"m.attendance", "attendance", "الحضور"},
    {"m.companies", "companies", "الشركات"},
    {"m.votes", "votes", "الأصوات"},
    {"m.vote_share", "vote share", "نسبة الأصوات"},
    {"m.voters", "voters", "الناخبون"},
    {"m.registered_voters", "registered voters", "الناخبون المسجلون"},
    {"m.valid_votes", "valid votes", "الأصوات الصحيحة"},
    {"m.invalid_votes", "invalid votes", "الأصوات الباطلة"},
    {"m.turnout", "turnout", "نسبة المشاركة"},
    {"m.seats", "seats", "المقاعد"},
    {"m.rank", "rank", "الترتيب"},
    {"m.score", "score", "النتيجة"},
    {"m.points", "points", "النقاط"},
    {"m.index_level", "index level", "مستوى المؤشر"},
    {"m.age", "age", "العمر"},
    {"m.founded", "founded", "التأسيس"},
    {"m.launch_date", "launch date", "موعد الإطلاق"},
    {"m.event_date", "date", "الموعد"},
    {"m.prison_term", "prison term", "مدة السجن"},
    {"m.length", "length", "الطول"},
    {"m.height", "height", "الارتفاع"},
    {"m.distance", "distance", "المسافة"},
    {"m.area", "area", "المساحة"},
    {"m.weight", "weight", "الوزن"},
    {"m.speed", "speed", "السرعة"},
    {"m.temperature", "temperature", "الحرارة"},
    {"m.rainfall", "rainfall", "هطول المطر"},
    {"m.bandwidth", "bandwidth", "سعة النطاق"},
    {"m.latency", "latency", "زمن الاستجابة"},
    // Units: what they are called where a figure is read. English keeps the symbol.
    {"u.USD", "USD", "دولار أمريكي"},
    {"u.EUR", "EUR", "يورو"},
    {"u.GBP", "GBP", "جنيه إسترليني"},
    {"u.SAR", "SAR", "ريال سعودي"},
    {"u.AED", "AED", "درهم إماراتي"},
    {"u.QAR", "QAR", "ريال قطري"},
    {"u.KWD", "KWD", "دينار كويتي"},
    {"u.BHD", "BHD", "دينار بحريني"},
    {"u.OMR", "OMR", "ريال عماني"},
    {"u.YER", "YER", "ريال يمني"},
    {"u.IQD", "IQD", "دينار عراقي"},
    {"u.JOD", "JOD", "دينار أردني"},
    {"u.LBP", "LBP", "ليرة لبنانية"},
    {"u.SYP", "SYP", "ليرة سورية"},
    {"u.EGP", "EGP", "جنيه مصري"},
    {"u.SDG", "SDG", "جنيه سوداني"},
    {"u.LYD", "LYD", "دينار ليبي"},
    {"u.TND", "TND", "دينار تونسي"},
    {"u.DZD", "DZD", "دينار جزائري"},
    {"u.MAD", "MAD", "درهم مغربي"},
    {"u.TRY", "TRY", "ليرة تركية"},
    {"u.IRR", "IRR", "ريال إيراني"},
    {"u.ILS", "ILS", "شيكل"},
    {"u.JPY", "JPY", "ين ياباني"},
    {"u.CNY", "CNY", "يوان صيني"},
    {"u.INR", "INR", "روبية هندية"},
    {"u.RUB", "RUB", "روبل روسي"},
    {"u.CHF", "CHF", "فرنك سويسري"},
    {"u.CAD", "CAD", "دولار كندي"},
    {"u.AUD", "AUD", "دولار أسترالي"},
    {"u.bbl", "bbl", "برميل"},
    {"u.bbl/d", "bbl/d", "برميل يوميًا"},
    {"u.GW", "GW", "غيغاواط"},
    {"u.MW", "MW", "ميغاواط"},
    {"u.kW", "kW", "كيلوواط"},
    {"u.MWh", "MWh", "ميغاواط ساعة"},
    {"u.GWh", "GWh", "غيغاواط ساعة"},
    {"u.kWh", "kWh", "كيلوواط ساعة"},
    {"u.km", "km", "كيلومتر"},
    {"u.m", "m", "متر"},
    {"u.cm", "cm", "سنتيمتر"},
    {"u.km2", "km²", "كيلومتر مربع"},
    {"u.m2", "m²", "متر مربع"},
    {"u.ha", "ha", "هكتار"},
    {"u.kg", "kg", "كيلوغرام"},
    {"u.t", "t", "طن"},
    {"u.km/h", "km/h", "كيلومتر في الساعة"},
    {"u.°C", "°C", "درجة مئوية"},
    {"u.pp", "pp", "نقطة مئوية"},
    {"u.bp", "bp", "نقطة أساس"},
    {"u.magnitude", "magnitude", "درجة"},
    // What a rate is for.
    {"p.year", "year", "السنة"},
    {"p.month", "month", "الشهر"},
    {"p.week", "week", "الأسبوع"},
    {"p.day", "day", "اليوم"},
    {"p.hour", "hour", "الساعة"},
    {"p.second", "second", "الثانية"},
    {"p.barrel", "barrel", "البرميل"},
    {"p.share", "share", "السهم"},
    {"p.person", "person", "الشخص"},
    {"p.tonne", "tonne", "الطن"},
    {"p.ounce", "ounce", "الأونصة"},
    {"p.litre", "litre", "اللتر"},
};

const std::unordered_map<std::string_view, const Phrase*>& index() {
  static const auto* const built = [] {
    auto* map = new std::unordered_map<std::string_view, const Phrase*>;
    for (const Phrase& phrase : kPhrases) map->emplace(phrase.key, &phrase);
    return map;
  }();
  return *built;
}

std::string grouped(std::string_view digits) {
  return figure(Decimal::parse(std::string(digits)).value_or(Decimal()));
}

// The number that begins at `at`, longest first; its length, or 0.
std::size_t number_length(std::string_view text, std::size_t at) {
  std::size_t end = at;
  if (end < text.size() && text[end] == '-') ++end;
  const std::size_t first = end;
  while (end < text.size() && (std::isdigit(static_cast<unsigned char>(text[end])) ||
                               (text[end] == '.' && end + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[end + 1])))))
    ++end;
  return end == first ? 0 : end - at;
}

// How a reason reads in Arabic: "{}" stands for whatever is there, in order. Sources: verdict.cc, arithmetic.cc and comparability.cc of db.
struct Wording {
  std::string_view english, arabic;
};
constexpr Wording kReasons[] = {
    {"order_unknown: {} and {} cannot both hold at one time", "لا يمكن أن يصح {} و{} في وقت واحد، ولا يُعرف أيهما الأحدث"},
    {"{} and {} cannot both hold", "لا يمكن أن يصح {} و{} معًا"},
    {"{} and {} are the same at their written precision", "{} و{} رقم واحد بالدقة التي كُتبا بها"},
    {"{} and {}: both can hold", "{} و{}: يمكن أن يصحا معًا"},
    {"{} and {}: they speak of different things", "{} و{}: يتحدثان عن أمرين مختلفين"},
    {"{} and {}: of one publisher and day, the hours are not known", "{} و{}: من ناشر واحد في يوم واحد، والساعة غير معروفة"},
    {"{} was later than {}", "{} أحدث من {}"},
    {"{} had risen to {}", "{} ارتفع إلى {}"},
    {"{} says {} where it said {} before", "يقول {}: {}، وكان قد قال: {}"},
    {"{} says {}, {} says {}", "يقول {}: {}، ويقول {}: {}"},
    {"all say {}", "كلهم يقولون {}"},
    {"nobody else says it", "لا يقوله غيره"},
    {"the figures differ within one article only", "تختلف الأرقام داخل مقالة واحدة فقط"},
    {"the {} parts sum to {}, as stated", "مجموع الأجزاء ({}) هو {}، كما ذُكر"},
    {"the {} parts sum to {}, which {} is at its written precision", "مجموع الأجزاء ({}) هو {}، وهو {} بالدقة التي كُتب بها"},
    {"the {} listed parts sum to {} of {} stated", "مجموع الأجزاء المذكورة ({}) هو {} من {}"},
    {"the {} parts sum to {}, but {} is stated", "مجموع الأجزاء ({}) هو {}، لكن المذكور {}"},
    {"the two levels give {} %, {} is stated", "المستويان يعطيان {}%، والمذكور {}"},
    {"the two levels give {} % at face value and, as precisely as they are written, {} %: {} is within",
     "المستويان يعطيان {}%، وبدقة كتابتهما {}%، والمذكور {} ضمنه"},
    {"the two levels give {} % ({} %), but {} is stated", "المستويان يعطيان {}% ({}%)، لكن المذكور {}"},
    {"about {}", "نحو {}"},
    {"over {}", "أكثر من {}"},
    {"under {}", "أقل من {}"},
    {"at least {}", "{} على الأقل"},
    {"at most {}", "{} على الأكثر"},
    {"{} billion", "{} مليار"},
    {"{} million", "{} مليون"},
    {"{} trillion", "{} تريليون"},
};

// Fits `text` to a wording; what stands for each "{}" in `parts`.
bool fits(std::string_view text, std::string_view wording, std::vector<std::string_view>& parts) {
  parts.clear();
  for (;;) {
    const std::size_t gap = wording.find("{}");
    if (gap == std::string_view::npos) return text == wording;
    if (text.substr(0, gap) != wording.substr(0, gap)) return false;
    text.remove_prefix(gap);
    wording.remove_prefix(gap + 2);
    if (wording.empty()) {
      parts.push_back(text);
      return !text.empty();
    }
    const std::size_t next = wording.find("{}");
    const std::string_view behind = wording.substr(0, next);
    const std::size_t at = next == std::string_view::npos
                               ? (text.size() >= behind.size() && text.ends_with(behind) ? text.size() - behind.size() : std::string_view::npos)
                               : text.find(behind);
    if (at == std::string_view::npos || at == 0) return false;
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at);
  }
}

std::string in_arabic(std::string_view text, int depth) {
  std::vector<std::string_view> parts;
  for (const Wording& wording : kReasons) {
    if (!fits(text, wording.english, parts)) continue;
    std::string out;
    std::size_t k = 0;
    std::string_view rest = wording.arabic;
    for (std::size_t gap; (gap = rest.find("{}")) != std::string_view::npos; rest.remove_prefix(gap + 2)) {
      out += rest.substr(0, gap);
      out += depth < 4 ? in_arabic(parts[k], depth + 1) : std::string(parts[k]);
      ++k;
    }
    out += rest;
    return out;
  }
  return std::string(text);
}

constexpr std::array<std::string_view, 12> kMonthsEnglish = {"January", "February", "March",     "April",   "May",      "June",
                                                             "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 12> kMonthsArabic = {"يناير", "فبراير", "مارس",   "أبريل",  "مايو",   "يونيو",
                                                            "يوليو", "أغسطس",  "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"};

bool digits_only(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
}

}  // namespace

std::span<const Phrase> phrases() {
  return kPhrases;
}

bool is_phrase(std::string_view key) {
  return index().count(key) != 0;
}

std::string_view say(std::string_view key, Language language) {
  const auto found = index().find(key);
  if (found == index().end()) return key;
  return language == Language::kArabic ? found->second->arabic : found->second->english;
}

std::string metric_words(std::string_view metric, std::string_view noun, Language language) {
  if (language == Language::kEnglish) return measure(metric, noun);
  if (metric == "other" && !noun.empty()) return std::string(noun);
  const std::string key = "m." + std::string(metric);
  std::string out = is_phrase(key) ? std::string(say(key, language)) : measure(metric, "");
  const bool says_it =
      noun.empty() || noun == "person" || noun == "other" || noun == "dead" || (noun.size() > 3 && metric.starts_with(noun.substr(0, noun.size() - 1)));
  if (!says_it) out += " (" + std::string(noun) + ")";
  return out;
}

std::string unit_words(std::string_view unit, Language language) {
  if (unit == "1" || unit.empty()) return {};
  const std::string key = "u." + std::string(unit);
  return is_phrase(key) ? std::string(say(key, language)) : std::string(unit);
}

std::string figure_words(const std::optional<Decimal>& low, const std::optional<Decimal>& high, Bound bound, std::string_view unit, std::string_view per,
                         Language language) {
  std::string out = figure(low, high, bound, unit == "%" || unit == "x" ? unit : "1", "");
  if (language == Language::kArabic) {
    replace_all(out, " trillion", " تريليون");
    replace_all(out, " billion", " مليار");
    replace_all(out, " million", " مليون");
    if (out == "n/a") out = "غير محدد";  // not stated
  }
  if (unit != "%" && unit != "x" && unit != "1" && !unit.empty()) out += " " + unit_words(unit, language);
  if (!per.empty()) {
    const std::string key = "p." + std::string(per);
    const std::string of = is_phrase(key) ? std::string(say(key, language)) : std::string(per);
    out += language == Language::kArabic ? " / " + of : "/" + of;
  }
  return out;
}

std::string length_words(std::string_view value, Language language) {
  std::string out = length(value);
  if (language == Language::kEnglish) return out;
  constexpr std::pair<std::string_view, std::string_view> kUnits[] = {{"years", "سنة"},     {"year", "سنة"},     {"months", "شهر"},    {"month", "شهر"},
                                                                      {"weeks", "أسبوع"},   {"week", "أسبوع"},   {"days", "يوم"},      {"day", "يوم"},
                                                                      {"hours", "ساعة"},    {"hour", "ساعة"},    {"minutes", "دقيقة"}, {"minute", "دقيقة"},
                                                                      {"seconds", "ثانية"}, {"second", "ثانية"}, {" to ", " إلى "}};
  for (const auto& [english, arabic] : kUnits) replace_all(out, english, arabic);
  return out;
}

std::string period_words(std::string_view period, Language language) {
  const bool arabic = language == Language::kArabic;
  if (period.size() == 7 && period[4] == '-' && digits_only(period.substr(0, 4))) {
    const std::string year(period.substr(0, 4));
    const std::string_view part = period.substr(5);
    if (part[0] == 'Q' && part[1] >= '1' && part[1] <= '4') {
      constexpr std::array<std::string_view, 4> kQuarters = {"الربع الأول", "الربع الثاني", "الربع الثالث", "الربع الرابع"};
      return arabic ? fmt::format("{} {}", kQuarters[static_cast<std::size_t>(part[1] - '1')], year) : fmt::format("{} {}", part, year);
    }
    if (part[0] == 'H' && (part[1] == '1' || part[1] == '2')) {
      return arabic ? fmt::format("{} {}", part[1] == '1' ? "النصف الأول" : "النصف الثاني", year) : fmt::format("{} {}", part, year);
    }
    if (digits_only(part)) {
      const int month = std::stoi(std::string(part));
      if (month >= 1 && month <= 12) return fmt::format("{} {}", (arabic ? kMonthsArabic : kMonthsEnglish)[static_cast<std::size_t>(month - 1)], year);
    }
  }
  if (period.size() == 10 && period[4] == '-' && period[7] == '-' && digits_only(period.substr(5, 2)) && digits_only(period.substr(8, 2))) {
    const int month = std::stoi(std::string(period.substr(5, 2))), day = std::stoi(std::string(period.substr(8, 2)));
    if (month >= 1 && month <= 12)
      return fmt::format("{} {} {}", day, (arabic ? kMonthsArabic : kMonthsEnglish)[static_cast<std::size_t>(month - 1)], period.substr(0, 4));
  }
  return std::string(period);
}

std::string reason_words(std::string_view reason, Language language) {
  // Long figures in groups first: the wordings then fit either way.
  std::string out;
  for (std::size_t i = 0; i < reason.size();) {
    const bool starts = i == 0 || !(std::isalnum(static_cast<unsigned char>(reason[i - 1])) || reason[i - 1] == '.' || reason[i - 1] == ',');
    const std::size_t n = starts && std::isdigit(static_cast<unsigned char>(reason[i])) ? number_length(reason, i) : 0;
    if (n > 4) {
      out += grouped(reason.substr(i, n));
    } else {
      out += reason.substr(i, std::max<std::size_t>(n, 1));
    }
    i += std::max<std::size_t>(n, 1);
  }
  return language == Language::kArabic ? in_arabic(out, 0) : out;
}

std::string eastern_digits(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool between =
        i > 0 && i + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[i - 1])) && std::isdigit(static_cast<unsigned char>(text[i + 1]));
    if (c >= '0' && c <= '9') {
      out += '\xD9';
      out += static_cast<char>(0xA0 + (c - '0'));
    } else if (c == '.' && between) {
      out += "٫";  // decimal mark
    } else if (c == ',' && between) {
      out += "٬";  // thousands mark
    } else if (c == '%' && i > 0) {
      out += "٪";  // percent
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace mizan::tools
