#include "news/site_names.h"

const struct site_edition site_editions[SITE_LANGUAGES] = {
    [IN_EN] = {"en", "ltr", "English"},
    [IN_ES] = {"es", "ltr", "Español"},
    [IN_AR] = {"ar", "rtl", "العربية"},
};

// A section stands after the one it belongs to; the order is the menu's.
const struct site_section site_sections[] = {
    {NULL, "news", "news", {"News", "Noticias", "أخبار"}},
    {"news", "politics", "politics", {"Politics", "Política", "سياسة"}},
    {"news", "economy", "economy", {"Economy", "Economía", "اقتصاد"}},
    {"news", "sports", "sport", {"Sports", "Deportes", "رياضة"}},
    {"news", "arts-culture", "culture", {"Arts & Culture", "Arte y cultura", "ثقافة وفنون"}},
    {"news", "health", "science", {"Health", "Salud", "صحة"}},
    {"news", "miscellaneous", "news", {"Miscellaneous", "Miscelánea", "منوعات"}},
    {"news", "technology", "science", {"Technology", "Tecnología", "تكنولوجيا"}},
    {"news", "environment", "science", {"Environment", "Medio ambiente", "بيئة"}},
    {NULL, "articles", "opinion", {"Articles", "Artículos", "مقالات"}},
    {"articles", "opinion", "opinion", {"Opinion", "Opinión", "رأي"}},
    {"articles", "analysis", "opinion", {"Analysis", "Análisis", "تحليلات"}},
    {"articles", "blog", "opinion", {"Blog", "Blog", "مدونة"}},
    {"articles", "features", "culture", {"Features", "Reportajes", "تقارير"}},
    {NULL, "videos", "world", {"Videos", "Vídeos", "فيديو"}},
    {"videos", "newsfeed", "world", {"NewsFeed", "Última hora en vídeo", "الأخبار بالفيديو"}},
    {"videos",
     "video-features",
     "world",
     {"Video Features", "Reportajes en vídeo", "تقارير مصورة"}},
    {"videos", "explainers", "world", {"Explainers", "Claves", "نشرح الخبر"}},
    {"videos", "tv", "world", {"TV", "Televisión", "تلفزيون"}},
    {"videos", "digital-series", "world", {"Digital Series", "Series digitales", "سلاسل رقمية"}},
    {NULL, "infographs", "economy", {"Infographs", "Infografías", "إنفوغراف"}},
    {NULL, "in-pictures", "culture", {"In Pictures", "En imágenes", "بالصور"}},
};
const size_t site_sections_count = ARRAY_LEN(site_sections);

const struct site_region site_regions[] = {
    {"africa", {"Africa", "África", "أفريقيا"}},
    {"asia", {"Asia", "Asia", "آسيا"}},
    {"asia-pacific", {"Asia-Pacific", "Asia-Pacífico", "آسيا والمحيط الهادئ"}},
    {"europe", {"Europe", "Europa", "أوروبا"}},
    {"latin-america", {"Latin America", "América Latina", "أميركا اللاتينية"}},
    {"mena", {"MENA", "Oriente Medio y Norte de África", "الشرق الأوسط وشمال أفريقيا"}},
    {"palestine", {"Palestine", "Palestina", "فلسطين"}},
    {"us-canada", {"US & Canada", "EE. UU. y Canadá", "الولايات المتحدة وكندا"}},
};
const size_t site_regions_count = ARRAY_LEN(site_regions);

const struct site_page site_pages[] = {
    {"about",
     {"About us", "Quiénes somos", "من نحن"},
     {"We are an independent newsroom. We report what we have checked, name our sources where we "
      "can, and say openly when we were wrong: every correction stays with its story.\n\n"
      "Stories from agencies carry the agency's name. Opinion is marked as opinion.",
      "Somos una redacción independiente. Publicamos lo que hemos comprobado, citamos las fuentes "
      "siempre que es posible y reconocemos abiertamente nuestros errores: cada rectificación "
      "queda unida a su noticia.\n\n"
      "Las noticias de agencia llevan el nombre de la agencia. La opinión se presenta como "
      "opinión.",
      "نحن غرفة أخبار مستقلة. ننشر ما تحققنا منه، ونذكر مصادرنا كلما أمكن، ونعترف بأخطائنا "
      "علناً: يبقى كل تصويب مرفقاً بالخبر الذي يخصه.\n\n"
      "تحمل أخبار الوكالات اسم الوكالة، وتُنشر مقالات الرأي بوصفها رأياً."}},
    {"privacy",
     {"Privacy policy", "Política de privacidad", "سياسة الخصوصية"},
     {"Reading this site sets no cookie and calls no third party. To know which stories are read "
      "most we count views by the hour; no address and no identity is kept with the count.\n\n"
      "What you choose here, such as a dark page or a hidden bar, stays in your browser and is not "
      "sent to us. The sharing links lead straight to the service they name; nothing is sent to "
      "it before you follow one.",
      "Leer este sitio no instala cookies ni llama a terceros. Para saber qué noticias se leen "
      "más contamos las visitas por horas; con ese recuento no se guarda ninguna dirección ni "
      "identidad.\n\n"
      "Lo que usted elige aquí, como la página oscura o una barra oculta, queda en su navegador y "
      "no se nos envía. Los enlaces para compartir llevan directamente al servicio que nombran; no "
      "se le envía nada antes de que usted siga uno.",
      "لا تضع قراءة هذا الموقع ملفات تعريف ارتباط ولا تتصل بأي طرف ثالث. ولمعرفة الأخبار الأكثر "
      "قراءة نحصي المشاهدات كل ساعة، ولا نحتفظ مع هذا الإحصاء بأي عنوان أو هوية.\n\n"
      "ما تختاره هنا، كالصفحة الداكنة أو إخفاء شريط، يبقى في متصفحك ولا يُرسل إلينا. وتقود روابط "
      "المشاركة مباشرة إلى الخدمة التي تحمل اسمها، ولا يُرسل إليها شيء قبل أن تتبع الرابط."}},
    {"contact",
     {"Contact", "Contacto", "اتصل بنا"},
     {"The newsroom has not published an address here yet. Until it does, corrections and "
      "questions reach us through the people who sign our stories.",
      "La redacción aún no ha publicado aquí una dirección. Mientras tanto, las rectificaciones y "
      "las preguntas nos llegan a través de quienes firman nuestras noticias.",
      "لم تنشر غرفة الأخبار عنواناً لها هنا بعد. وإلى أن تفعل، تصلنا التصويبات والأسئلة عن طريق من "
      "يوقعون أخبارنا."}},
};
const size_t site_pages_count = ARRAY_LEN(site_pages);
